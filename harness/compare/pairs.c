// SPDX-License-Identifier: GPL-2.0-only
/* pairs.c - were two results measured in turns, round by round? */
#include "comparison.h"

#include "stats/family.h"

void compare__pair(struct comparison *c)
{
	size_t n = c->base->nr_rounds < c->head->nr_rounds ?
		   c->base->nr_rounds : c->head->nr_rounds;

	c->paired = n >= stats__least_rounds(true) &&
		    results__in_turn(c->base, c->head);
}
