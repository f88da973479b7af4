/* SPDX-License-Identifier: GPL-2.0-only */
/* changepoint.h - change points of a sequence: arrays in, indices out. Pure, as stats.h. */
#ifndef STATS_CHANGEPOINT_H
#define STATS_CHANGEPOINT_H

#include <stddef.h>

#define CHANGEPOINT_MIN_NOISY	6	/* with fewer, no p is below 0.05 */

/**
 * struct changepoint - where a sequence changes
 * @at: index of the first value that is different
 * @p: of the permutation test; 0 where nothing was tested because it is exact
 */
struct changepoint {
	size_t at;
	double p;
};

/**
 * changepoint__exact() - steps of a sequence of counts that repeat
 * @v: @n values
 * @low: lower ends of their intervals
 * @high: upper ends; where it is above @low the value is mixed: its rounds do
 *	  not agree
 * @tolerance: relative step that does not matter, 0 for none
 * @out: room for @n; by rising index
 *
 * A value begins a segment when it is off the mean of the segment so far by
 * more than @tolerance. No test: a count that repeats and is different has
 * changed. A mixed value neither begins a segment nor counts for its mean; right
 * before a step it is on the side that it is nearer to.
 *
 * Return: how many.
 */
size_t changepoint__exact(const double *v, const double *low,
			  const double *high, size_t n, double tolerance,
			  struct changepoint *out);

/**
 * struct changepoint_rho - correlation of a value's noise with the next one's
 * @differences: in an autoregressive process, the mean square of v[i+2] - v[i] is
 *	1 + rho times that of v[i+1] - v[i]. A step is in one or two of these
 *	differences, and the largest tenth does not count. Standard error about
 *	2 / sqrt(n)
 * @residuals: the first autocorrelation of the normal scores' residuals on both
 *	sides of the best split, freed of its bias (Kendall 1954). Too large where
 *	there are several steps. Standard error about 1 / sqrt(n)
 */
struct changepoint_rho {
	double differences;
	double residuals;
};

/**
 * changepoint__correlation() - of a noisy sequence, steps or not
 * @v: @n finite values
 * @rho: filled in; NaN of fewer than CHANGEPOINT_MIN_NOISY, or if all are equal
 *
 * Return: 0 or -ENOMEM.
 */
int changepoint__correlation(const double *v, size_t n, struct changepoint_rho *rho);

/**
 * changepoint__noisy() - change points of a noisy sequence
 * @v: @n finite values
 * @rho: correlation of a value's noise with the next one's, 0 to below 1
 * @alpha: significance of each test, 0 to 1
 * @seed: of GSL's mt19937: the same seed gives the same answer everywhere
 * @out: room for @n; by rising index. Those that are known already, of
 *	 changepoint__together(), are in it and stay
 * @nr: how many; before, how many are known
 *
 * What the value before does not explain (v[i] - rho v[i-1]) is replaced by its
 * normal score (van der Waerden), or by its rank where tails are long (Hogg, JASA 69,
 * 1974); the sequence is split where the linear rank
 * statistic of a step is largest (Hajek and Sidak, Theory of Rank Tests, 1967),
 * that is tested by permuting the segment, and both sides are searched likewise
 * (Vostrikova 1981), as in E-divisive means (Matteson and James, JASA 109, 2014).
 * The test stops early once it cannot become significant (Besag and Clifford,
 * Biometrika 78, 1991).
 *
 * Return: 0 or -ENOMEM.
 */
int changepoint__noisy(const double *v, size_t n, double rho, double alpha,
		       unsigned long seed, struct changepoint *out, size_t *nr);

/** changepoint__least_p() - the smallest p that any order of @n values can have */
double changepoint__least_p(size_t n);

#endif
