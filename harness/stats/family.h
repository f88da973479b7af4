/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tests of a whole comparison at once: a family of rows, one a cell or a
 * slope, over the same rounds. Pure, like stats.h. docs/statistics.md says why
 * each step is there, and what it cannot tell.
 */
#ifndef STATS_FAMILY_H
#define STATS_FAMILY_H

#include "stats.h"

#define STATS_FLIPS	2000	/* relabelings, where all of them are more */
#define STATS_POWER_Z	1.645	/* of a normal: what 95 % of runs exceed */
#define STATS_MIN_PRIOR	4	/* rows to learn a common variance from */

/**
 * struct stats_row - one cell or one slope
 * @v: one value a round of the base, then one a round of the head; NaN where the
 *     row has none. A change must add: so a cell's values are logarithms
 * @kind: rows of one kind share a prior of their variance
 * @p: two-sided permutation p of this row alone; NaN if it cannot be tested
 * @p_adjusted: the same, corrected for every row of the family
 * @mde: smallest difference of the sides that this run would find in 95 % of
 *	 its repetitions, in the unit of @v; NaN if it cannot be told
 * @t: the statistic, less what autocorrelation takes
 * @df: private: degrees of freedom of @s2; 0 if the row cannot be tested
 * @s2: private: variance of a round's value, or of a pair's difference
 * @prior_df: private: how much the prior weighs; infinite if it is all
 * @prior_s2: private: the prior's variance
 * @squares: private: of all values
 * @whole: private: no value is missing
 */
struct stats_row {
	double *v;
	unsigned int kind;
	double p;
	double p_adjusted;
	double mde;
	double t;
	double df;
	double s2;
	double prior_df;
	double prior_s2;
	double squares;
	bool whole;
};

/**
 * struct stats_family - every row of a comparison
 * @paired: round i of the base was measured beside round i of the head, and
 *	    @nb equals @nh; otherwise the sides are independent of each other
 * @nb: rounds of the base
 * @nh: rounds of the head
 * @rows: @nr of them
 * @rho: filled in: correlation of a round's noise with the next round's
 * @kept: filled in: the part of each statistic that this correlation leaves
 */
struct stats_family {
	bool paired;
	size_t nb;
	size_t nh;
	struct stats_row *rows;
	size_t nr;
	double rho;
	double kept;
};

/**
 * stats__family - test every row, and correct for their number
 * @f: its rows' values are set; they are overwritten
 * @seed: of GSL's mt19937, for the relabelings that are drawn
 *
 * The statistic of a row is its mean difference over a standard error that
 * borrows strength from the other rows (Smyth 2004). Its distribution under "no
 * change" comes from relabeling: of pairs the sign of each difference, otherwise
 * which rounds are the base's; of all rows alike, for rounds are what was
 * measured independently. p_adjusted is Holm's step-down with the distribution
 * of the largest statistic in the place of Bonferroni's bound (Westfall and Young
 * 1993, algorithm 4.1). Where rounds resemble their neighbours, the statistics
 * are reduced to what as many independent rounds would have shown.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__family(struct stats_family *f, unsigned long seed);

/**
 * stats__least_p - the smallest p that so few rounds can give
 * @paired: as in struct stats_family
 * @n: rounds of one side, > 0
 * @m: rounds of the other, > 0; of pairs the lesser counts
 */
double stats__least_p(bool paired, size_t n, size_t m);

/** stats__least_rounds - rounds a side with which p can be below STATS_ALPHA */
size_t stats__least_rounds(bool paired);

/* stats-row.c */

/**
 * stats__prepare - what stats__family() does before it relabels
 * @f: of its rows, v becomes the pairs' differences, or the values without their
 *     mean, 0 where there was none; what is private is filled in, and so are
 *     @f->rho and @f->kept
 *
 * Return: 0 or -ENOMEM.
 */
int stats__prepare(struct stats_family *f);

/* stats-prior.c */

/**
 * stats__moderate - let rows of a kind learn their variance from each other
 * @rows: @nr rows, with df and s2 set; prior_df and prior_s2 are filled in
 *
 * Smyth, Linear models and empirical Bayes methods (2004), section 6.2: the
 * variances of the rows have a scaled inverse chi-squared distribution, whose
 * parameters are fitted by the moments of their logarithms. Rows that differ much
 * in noise keep their own variance.
 */
void stats__moderate(struct stats_row *rows, size_t nr);

/**
 * stats__kept - what part of a statistic autocorrelation leaves
 * @n: rounds
 * @rho: correlation of neighbours, < 1
 *
 * The mean of n rounds of an autoregressive process is known as well as that of
 * n' = n / (1 + 2 sum (1 - k/n) rho^k) independent ones (Bayley and Hammersley
 * 1946), and their variance is seen too small by as much.
 *
 * Return: 0 to 1.
 */
double stats__kept(size_t n, double rho);

/**
 * stats__autocorrelation - of neighbouring rounds, over all rows
 * @f: its rows hold what is left without their means; NaN where nothing was
 *
 * The first sample autocorrelation, freed of its bias, averaged over the rows.
 * In full where it is significant, otherwise what it exceeds its standard error by.
 *
 * Return: 0 to 0.95.
 */
double stats__autocorrelation(const struct stats_family *f);

#endif
