/* SPDX-License-Identifier: GPL-2.0-only */
/* shift.h - what two sides differ by, and intervals that assume no distribution. */
#ifndef STATS_SHIFT_H
#define STATS_SHIFT_H

#include "stats.h"

#define STATS_LEAST_INTERVAL	4	/* rounds of a side; of fewer, none is known */

/**
 * struct stats_ranks - how many ranks an interval leaves out at either end
 * @paired: of the means of two differences; otherwise of differences of two rounds
 * @n: pairs, or rounds of the base
 * @m: of independent sides, rounds of the head
 * @out: how many; 0 if not even all of them would do
 *
 * It depends on numbers of rounds alone: who asks for many cells keeps it.
 */
struct stats_ranks {
	bool paired;
	size_t n;
	size_t m;
	size_t out;
};

/**
 * stats__location() - the median of one side, and its interval
 * @v: @n > 0 values; sorted in place
 *
 * The interval lies between two ranks, interpolated so that it covers the median of
 * 95 % of samples (Hettmansperger and Sheather 1986). With 4 or 5 rounds even the
 * extremes cover less: the interval is then as far beyond them as covered 95 % of
 * normal and of exponential samples. With fewer, its ends are NaN.
 */
struct stats_estimate stats__location(double *v, size_t n);

/**
 * struct stats_shift - two sides whose difference is asked for
 * @base: @nb values
 * @head: @nh values
 * @paired: value i of both sides is a pair, and @nb equals @nh
 * @ratio: the difference of logarithms is asked for, as a ratio
 */
struct stats_shift {
	const double *base;
	size_t nb;
	const double *head;
	size_t nh;
	bool paired;
	bool ratio;
};

/**
 * stats__shift() - the difference of two sides, and its interval
 * @s: the sides
 * @ranks: of an earlier call, or zeroed
 * @out: filled in; its ends are NaN if there are too few rounds for 95 %
 *
 * Hodges and Lehmann's estimate (1963). Of pairs: the median of the means of any two
 * differences, and the interval of Wilcoxon's signed ranks; it assumes that
 * differences are symmetric. Otherwise: the median of the differences of any round of
 * the head and any of the base, and the interval of Mann and Whitney's ranks, widened
 * to hold Welch's: the one assumes that both sides scatter alike, the other that they
 * have no long tail to one side.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__shift(const struct stats_shift *s, struct stats_ranks *ranks,
		 struct stats_estimate *out);

#endif
