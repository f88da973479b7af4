/* SPDX-License-Identifier: GPL-2.0-only */
/* robust.h - values that lie far out, and what they may weigh. */
#ifndef STATS_ROBUST_H
#define STATS_ROBUST_H

#include <stddef.h>

#define STATS_CLIP	2.0	/* robust standard deviations: Huber's k */

/**
 * stats__clip() - move values that lie far out to a bound (Huber 1964)
 * @v: @n values; NaN stays
 * @center: by which bounds are set; NaN for the values' own median
 * @work: room for @n values
 *
 * The bounds are @center plus and minus STATS_CLIP robust standard deviations, which
 * follow from the median distance from @center. Neither depends on which side a value
 * is of, or, about 0, on its sign. So what is tested by relabeling is relabeled after
 * this as it would have been before. Where more than half of the values are at the
 * center, nothing is known of their spread, and none moves.
 */
void stats__clip(double *v, size_t n, double center, double *work);

#endif
