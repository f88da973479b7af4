/* SPDX-License-Identifier: GPL-2.0-only */
/* change.h - one cell or slope of two sides, and the verdict on it. */
#ifndef STATS_CHANGE_H
#define STATS_CHANGE_H

#include "bootstrap.h"

/**
 * stats__cell() - compare one cell
 * @rule: how
 * @base: @nb > 0 rounds' values; sorted in place in exact units
 * @head: @nh > 0 rounds' values; the same
 * @rb: resamples of @nb; unused and may be NULL in exact units
 * @rh: resamples of @nh; of pairs @rb itself
 * @out: diff is the ratio head/base, and undefined unless the base is above 0.
 *	 Times are inconclusive until stats__judge_cell()
 *
 * Return: 0 or -ENOMEM.
 */
int stats__cell(const struct stats_rule *rule, double *base, size_t nb,
		double *head, size_t nh, const struct stats_resamples *rb,
		const struct stats_resamples *rh, struct stats_change *out);

/**
 * stats__judge_cell() - the verdict on a cell of times
 * @enough: there are enough rounds for a verdict
 * @c: p_adjusted is set
 */
void stats__judge_cell(const struct stats_rule *rule, bool enough,
		       struct stats_change *c);

/**
 * stats__slope() - compare the slopes of one benchmark
 * @rule: how
 * @base: @nb > 0 rounds' slopes; sorted in place in exact units
 * @head: @nh > 0 rounds' slopes; the same
 * @rb: as in stats__cell()
 * @rh: as in stats__cell()
 * @floor: difference that does not matter however small the slopes are, in
 *	   unit/vCPU
 * @out: diff is the difference head - base in unit/vCPU. Times are inconclusive
 *	 until stats__judge_slope()
 *
 * Return: 0 or -ENOMEM.
 */
int stats__slope(const struct stats_rule *rule, double *base, size_t nb,
		 double *head, size_t nh, const struct stats_resamples *rb,
		 const struct stats_resamples *rh, double floor,
		 struct stats_change *out);

/** stats__judge_slope() - as stats__judge_cell(), @floor as in stats__slope() */
void stats__judge_slope(const struct stats_rule *rule, bool enough,
			double floor, struct stats_change *c);

/**
 * stats__widen() - make an interval that took rounds for independent honest
 * @e: its ends move away from its value
 * @effective: see struct stats_family; above 0
 * @ratio: move them by a factor
 */
void stats__widen(struct stats_estimate *e, double effective, bool ratio);

#endif
