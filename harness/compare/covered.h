/* SPDX-License-Identifier: GPL-2.0-only */
/* covered.h - did any benchmark execute what differs between two kernels? */
#ifndef COMPARE_COVERED_H
#define COMPARE_COVERED_H

#include "profile/code.h"
#include "where.h"

/**
 * struct compare_covered - the functions whose code differs
 * @code: all of them; none: the kernels' code is the same
 * @executed: of each, whether a measured operation of either kernel executes it
 * @nr_executed: how many
 */
struct compare_covered {
	struct code code;
	bool *executed;
	size_t nr_executed;
};

/**
 * covered__judge() - is what differs a part of what was measured?
 * @c: the comparison; c->covered is filled in where both runs have a profile and the
 *     head's says how its code differs from this base's. Nothing was executed of what
 *     differs: then the verdict is at best STATS_NOT_COVERED
 * @w: their profiles
 *
 * Return: 0 or -ENOMEM.
 */
int covered__judge(struct comparison *c, const struct compare_where *w);

/** covered__free() - NULL is allowed */
void covered__free(struct compare_covered *covered);

/** covered__is_identical() - have both kernels the same code? */
bool covered__is_identical(const struct comparison *c);

#endif
