/* SPDX-License-Identifier: GPL-2.0-only */
/* together.h - steps that several sequences have at one value. Pure, as stats.h. */
#ifndef STATS_TOGETHER_H
#define STATS_TOGETHER_H

#include "changepoint.h"

/**
 * struct changepoint_sequence - one of those that are looked at together
 * @v: its values
 * @rho: correlation of a value's noise with the next one's, 0 to below 1
 * @out: room for all its change points; by rising index
 * @nr: how many
 */
struct changepoint_sequence {
	const double *v;
	double rho;
	struct changepoint *out;
	size_t nr;
};

/**
 * changepoint__together() - change points that sequences share
 * @s: @nr sequences of @n values: value i of all was measured at one time
 * @alpha: significance of each split of all together
 * @each: of the sequences that step there, if others do
 * @seed: as changepoint__noisy()
 *
 * What changes one cell mostly changes others, too. All are split where the sum of the
 * squared statistics of changepoint__noisy() is largest. That sum, less a third, is
 * tested by permuting the values of all sequences alike, so that it matters little how
 * the sequences depend on each other; the third is for a correlation of neighbours that
 * is larger than @rho. Where a line explains more than the step, it is a drift, and none of
 * the steps that it can be cut into. If it is significant, the place is known, and each sequence needs
 * no more than a test of this one split (at the place that the others show; Holm 1979).
 * The step is put where it is most likely in all that pass, and both sides are split
 * likewise.
 *
 * Return: 0 or -ENOMEM.
 */
int changepoint__together(struct changepoint_sequence *s, size_t nr, size_t n, double alpha,
			  double each, unsigned long seed);

#endif
