/* SPDX-License-Identifier: GPL-2.0-only */
/* row.h - the rows that are tested together, one a cell, a slope or a fixed cost. */
#ifndef STATS_ROW_H
#define STATS_ROW_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct stats_spread - the noise of one side of a row; of pairs, of the differences
 * @n: values
 * @df: degrees of freedom of @s2; 0 if the row cannot be tested
 * @s2: variance of a value
 * @prior_df: how much the prior weighs; infinite if it is all
 * @prior_s2: the prior's variance
 * @shared: degrees of freedom that the prior was learned from, of all rows of the kind
 */
struct stats_spread {
	size_t n;
	double df;
	double s2;
	double prior_df;
	double prior_s2;
	double shared;
};

/**
 * struct stats_row - one cell, one slope or one fixed cost
 * @v: one value a round of the base, then one a round of the head; NaN where the
 *     row has none. A change must add: so a cell's values are logarithms
 * @kind: rows of one kind share a prior of their variance, and so their values
 *	  must be of one scale
 * @p: two-sided permutation p of this row alone; NaN if it cannot be tested
 * @p_adjusted: the same, corrected for every row of the family
 * @mde: smallest difference of the sides that this run would find in 95 % of
 *	 its repetitions, in the unit of @v; NaN if it is unknown
 * @z: the statistic, less what autocorrelation and the shape of the noise take, as a
 *     normal's
 * @low: of independent sides, lower end of Welch's interval with what the other rows
 *	 show of noise and its shape, in the unit of @v; NaN if there is none
 * @high: its upper end
 * @side: private: base and head; of pairs the first is that of the differences
 * @squares: private: of all values
 * @whole: private: no value is missing
 * @alike: private: of independent sides, both scatter about alike: then rounds are
 *	   exchangeable, and relabeling knows the shape of their noise
 * @unlike: private: of independent sides, one scatters STATS_UNLIKE times as much, and
 *	    its rounds are too few to say how much
 */
struct stats_row {
	double *v;
	unsigned int kind;
	double p;
	double p_adjusted;
	double mde;
	double z;
	double low;
	double high;
	struct stats_spread side[2];
	double squares;
	bool whole;
	bool alike;
	bool unlike;
};

/**
 * struct stats_family - every row of a comparison
 * @paired: round i of the base is paired with round i of the head, and
 *	    @nb equals @nh; otherwise the sides are independent of each other
 * @nb: rounds of the base
 * @nh: rounds of the head
 * @rows: @nr of them
 * @rho: filled in: correlation of a round's noise with the next round's
 * @effective: filled in: the part of each statistic that this correlation leaves
 */
struct stats_family {
	bool paired;
	size_t nb;
	size_t nh;
	struct stats_row *rows;
	size_t nr;
	double rho;
	double effective;
};

/** stats__units() - what is relabeled: pairs, or rounds of either side */
static inline size_t stats__units(const struct stats_family *f)
{
	return f->paired ? f->nb : f->nb + f->nh;
}

/** stats__testable() - has a row values enough to know its noise? */
static inline bool stats__testable(const struct stats_family *f,
				   const struct stats_row *row)
{
	return row->side[0].df > 0 && (f->paired || row->side[1].df > 0);
}

#endif
