// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - compare two results files, step by step. */
#include "compare.h"

#include <errno.h>
#include <stdlib.h>

static void conclude(struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nr_cells; i++) {
		if (compare__judged(&c->cells[i]) &&
		    c->cells[i].change.verdict > c->verdict)
			c->verdict = c->cells[i].change.verdict;
	}
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted && compare__judged(c->slopes[i].cells) &&
		    c->slopes[i].change.verdict > c->verdict)
			c->verdict = c->slopes[i].change.verdict;
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
