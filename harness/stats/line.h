/* SPDX-License-Identifier: GPL-2.0-only */
/* line.h - a robust line through points, and how far they are from it. */
#ifndef STATS_LINE_H
#define STATS_LINE_H

#include <stddef.h>

#define STATS_MIN_SIZES		3	/* two points are always on a line */
#define STATS_LINE_RANGE	0.05	/* misfit as a part of the range */
#define STATS_LINE_NOISE	0.10	/* the same, if it may be noise */
#define STATS_LINE_ALPHA	0.01	/* p below which it is not noise */

/**
 * struct stats_line - cost = fixed + slope x vCPUs
 * @fixed: cost at 0 vCPUs, in the unit
 * @slope: cost of one more vCPU, in unit/vCPU
 */
struct stats_line {
	double fixed;
	double slope;
};

/**
 * stats__fit() - a line through points, robustly
 * @x: @n abscissae, all different
 * @y: @n ordinates
 * @line: filled in
 *
 * Theil and Sen's median of the slopes between any two points, each weighted with
 * their distance (Sievers 1978): sizes double, and the slope from 1 to 2 vCPUs is
 * all noise. The fixed part is the median of what is left.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__fit(const double *x, const double *y, size_t n,
	       struct stats_line *line);

/**
 * stats__misfit() - how far points are from a line, as a part of its range
 * @x: @n > 1 abscissae in rising order
 * @y: @n ordinates
 * @flat: part of the largest cost below which no residual is a misfit, for a flat
 *	  line has no range to compare with
 * @misfit: the largest residual, or how far the best parabola is from its chord if
 *	    that is more: 0 and up, infinite for a flat line that is missed. Above
 *	    STATS_LINE_RANGE the points are not on a line, and a parabola's slope at
 *	    one end is more than one and a half times that at the other
 *
 * Return: 0 or -ENOMEM.
 */
int stats__misfit(const double *x, const double *y, size_t n,
		  struct stats_line line, double flat, double *misfit);

/**
 * stats__lack_of_fit() - is it by chance that rounds are not on a line?
 * @x: @k abscissae > 0
 * @y: @n rounds of @k ordinates
 * @p: small if x^2 or log x explains what a line leaves, in round after round: t
 *     tests of both contrasts, times two (Bonferroni); NaN of fewer than 3 rounds
 *
 * Return: 0 or -ENOMEM.
 */
int stats__lack_of_fit(const double *x, size_t k, const double *y, size_t n,
		       double *p);

#endif
