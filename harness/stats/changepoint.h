/* SPDX-License-Identifier: GPL-2.0-only */
/* changepoint.h - change points of a sequence: arrays in, indices out. Pure, as stats.h. */
#ifndef STATS_CHANGEPOINT_H
#define STATS_CHANGEPOINT_H

#include <stddef.h>

#define CHANGEPOINT_MIN_SEGMENT	2	/* values on either side of a noisy one */
#define CHANGEPOINT_MIN_NOISY	8	/* with fewer, none is ever significant */

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
 * @high: upper ends
 * @tolerance: relative step that does not matter, 0 for none
 * @out: room for @n; by rising index
 *
 * A value begins a segment when it is off the mean of the segment so far by
 * more than @tolerance, and its interval does not touch that of the value
 * before. No test: a count that repeats and is different has changed.
 *
 * Return: how many.
 */
size_t changepoint__exact(const double *v, const double *low,
			  const double *high, size_t n, double tolerance,
			  struct changepoint *out);

/**
 * changepoint__noisy() - change points of a noisy sequence, by E-divisive means
 * @v: @n finite values
 * @alpha: significance of each test, 0 to 1
 * @seed: of GSL's mt19937: the same seed gives the same answer everywhere
 * @out: room for @n; by rising index
 * @nr: how many
 *
 * Matteson and James, A Nonparametric Approach for Multiple Change Point
 * Analysis of Multivariate Data, JASA 109 (2014): split where the energy
 * distance of the two sides is largest, test that by permuting the segment, go
 * on with both sides. The far end of the right side is the segment's end, as
 * in MongoDB's use of it (Daly et al., ICPE 2020). The test stops early once
 * it cannot become significant (Besag and Clifford, Biometrika 78, 1991).
 *
 * Return: 0 or -ENOMEM.
 */
int changepoint__noisy(const double *v, size_t n, double alpha,
		       unsigned long seed, struct changepoint *out, size_t *nr);

#endif
