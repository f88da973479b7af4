// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - compare two results files, step by step. */
#include "compare.h"
#include "repeats.h"

#include <errno.h>
#include <stdlib.h>

static void take(struct comparison *c, enum stats_verdict verdict)
{
	if (verdict > c->verdict)
		c->verdict = verdict;
}

/*
 * A fixed cost is known worse than the cells that it is part of: that it cannot be
 * told makes the whole no less conclusive than its smallest cell does.
 */
static void conclude(struct comparison *c)
{
	const struct compare_slope *s;
	size_t i;

	for (i = 0; i < c->nr_cells; i++) {
		if (compare__judged(&c->cells[i]))
			take(c, c->cells[i].change.verdict);
	}
	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (!s->counted || !compare__judged(s->cells))
			continue;
		take(c, s->slope.change.verdict);
		if (s->fixed.change.verdict != STATS_INCONCLUSIVE)
			take(c, s->fixed.change.verdict);
	}
}

int compare__results(const struct results *base, const struct results *head,
		     const struct compare_options *options,
		     struct comparison **out, struct why *why)
{
	struct comparison *c = calloc(1, sizeof(*c));
	int err;

	if (!c)
		return why__set(why, ENOMEM, "out of memory: try again");
	c->base = base;
	c->head = head;
	c->options = *options;
	err = compare__check(c, why);
	compare__pair(c);
	if (!err)
		err = compare__cells(c, why);
	if (!err)
		err = compare__repeats(c);
	if (!err)
		err = compare__share(c);
	if (!err)
		err = compare__judge_cells(c);
	if (!err)
		err = compare__missing(c);
	if (!err)
		err = compare__slopes(c);
	if (!err)
		err = compare__family(c);
	if (!err)
		err = compare__doubts(c);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: compare smaller files");
	if (err) {
		compare__free(c);
		return err;
	}
	compare__weigh_slopes(c);
	conclude(c);
	*out = c;
	return 0;
}
