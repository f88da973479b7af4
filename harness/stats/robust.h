/* SPDX-License-Identifier: GPL-2.0-only */
/* robust.h - values that lie far out, and what they may weigh. */
#ifndef STATS_ROBUST_H
#define STATS_ROBUST_H

#include <stdbool.h>
#include <stddef.h>

#define STATS_CLIP	2.0	/* robust standard deviations: Huber's k */
#define STATS_FEW	6	/* rounds; fewer say too little of their own scatter */
#define STATS_ALIKE	1.5	/* times as much scatter at most: about alike */
#define STATS_UNLIKE	2.0	/* times as much scatter: far out is then not one thing */

/**
 * stats__clip_pairs() - move differences that lie far out to a bound (Huber 1964)
 * @v: @n differences; NaN stays
 * @work: room for @n values
 *
 * The bounds are plus and minus STATS_CLIP robust standard deviations, which follow from
 * the median distance from 0. They do not depend on signs: so what is tested by turning
 * signs is what it would have been before. Where more than half of the values are 0,
 * nothing is known of their spread, and none moves.
 */
void stats__clip_pairs(double *v, size_t n, double *work);

/**
 * struct stats_far - how many differences lie far out, more than 3 robust standard
 * deviations from 0: of normal ones 1 to 2 %, of outliers and long tails 5 % or more
 */
struct stats_far {
	size_t nr;
	size_t of;
};

/** stats__add_far() - count those of a row; their signs do not matter */
void stats__add_far(struct stats_far *far, const double *v, size_t n, double *work);

/**
 * stats__is_worth_clipping() - are values far out more than a normal's would be?
 *
 * Clipping normal noise costs 3 of 100 changes that would be found. Of few values it is
 * not known what their noise is, and they are clipped.
 */
bool stats__is_worth_clipping(const struct stats_far *far);

/**
 * stats__clip_sides() - the same of two sides, about the median of both together
 * @v: @nb values of the base, then @nh of the head; NaN stays
 * @work: room for all
 *
 * The bounds follow from the median distance from it, or from that within a side where
 * it is larger: what is far out for sixteen quiet rounds is not for four noisy ones.
 */
void stats__clip_sides(double *v, size_t nb, size_t nh, double *work);

/**
 * stats__unlikeness() - logarithm of how much more the head scatters than the base
 * @v: as in stats__clip_sides()
 *
 * Return: NaN where a side does not scatter.
 */
double stats__unlikeness(const double *v, size_t nb, size_t nh, double *work);

#endif
