/* SPDX-License-Identifier: GPL-2.0-only */
/* change.h - one cell or slope of two sides, and the verdict on it. */
#ifndef STATS_CHANGE_H
#define STATS_CHANGE_H

#include "shift.h"

/**
 * struct stats_sides - the rounds' values of one cell, slope or fixed cost
 * @base: @nb > 0 of them; sorted in place
 * @head: @nh > 0 of them; sorted in place
 * @paired: value i of both is a pair
 */
struct stats_sides {
	double *base;
	size_t nb;
	double *head;
	size_t nh;
	bool paired;
};

/**
 * stats__cell() - compare one cell
 * @rule: how; exact only if the rounds of each side agree
 * @s: its values
 * @ranks: see stats__shift()
 * @out: diff is the ratio head/base, and undefined unless the base is above 0.
 *	 What is not exact is inconclusive until stats__judge_cell()
 *
 * Return: 0 or -ENOMEM.
 */
int stats__cell(const struct stats_rule *rule, struct stats_sides *s,
		struct stats_ranks *ranks, struct stats_change *out);

/**
 * stats__judge_cell() - the verdict on a cell that is not exact
 * @enough: there are enough rounds for a verdict
 * @floor: what a kernel differed from itself here, 0.02 for 2 %: nothing less is
 *	   called a change; 0 if that is not known
 * @c: p_adjusted is set
 */
void stats__judge_cell(const struct stats_rule *rule, bool enough, double floor,
		       struct stats_change *c);

/**
 * stats__slope() - compare the slopes of one benchmark, or its fixed costs
 * @rule: as in stats__cell()
 * @s: the rounds' slopes
 * @ranks: see stats__shift()
 * @floor: difference that does not matter however small the slopes are, in
 *	   their unit
 * @out: diff is the difference head - base. What is not exact is inconclusive
 *	 until stats__judge_slope()
 *
 * Return: 0 or -ENOMEM.
 */
int stats__slope(const struct stats_rule *rule, struct stats_sides *s,
		 struct stats_ranks *ranks, double floor,
		 struct stats_change *out);

/**
 * stats__judge_slope() - as stats__judge_cell()
 * @floor: as in stats__slope()
 * @bound: what stats__judge_cell() calls floor, in the slope's unit
 */
void stats__judge_slope(const struct stats_rule *rule, bool enough, double floor,
			double bound, struct stats_change *c);

/**
 * stats__widen() - make an interval that took rounds for independent honest
 * @e: its ends move away from its value
 * @effective: see struct stats_family; above 0
 * @ratio: move them by a factor
 */
void stats__widen(struct stats_estimate *e, double effective, bool ratio);

#endif
