// SPDX-License-Identifier: GPL-2.0-only
/* parts.c - a line's slope and its fixed cost: estimate, exact verdict, doubt. */
#include "parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "fits.h"
#include "stats/change.h"

static double *values_of(const struct sample *rounds, size_t n)
{
	double *v = calloc(n, sizeof(*v));
	size_t i;

	for (i = 0; v && i < n; i++)
		v[i] = rounds[i].value;
	return v;
}

int parts__estimate(struct comparison *c, const struct compare_slope *s,
			 struct compare_part *p)
{
	struct stats_rule rule = compare__rule(c, s->unit);
	struct stats_sides sides = {
		.base = values_of(p->rounds[0], s->nr_base), .nb = s->nr_base,
		.head = values_of(p->rounds[1], s->nr_head), .nh = s->nr_head,
		.paired = c->paired &&
			  compare__same_rounds(p->rounds[0], s->nr_base,
					       p->rounds[1], s->nr_head),
	};
	int err = sides.base && sides.head ? 0 : -ENOMEM;

	p->exact = !s->cells->varies && compare__agree(p->rounds[0], s->nr_base) &&
		   compare__agree(p->rounds[1], s->nr_head);
	rule.exact = p->exact;
	if (!err)
		err = stats__slope(&rule, &sides, &c->ranks, p->floor, &p->change);
	free(sides.base);
	free(sides.head);
	return err;
}

static bool is_doubtful(const struct compare_slope *s)
{
	size_t i;

	for (i = 0; i < s->nr_cells; i++) {
		if (!isnan(s->cells[i].shared))
			return true;
	}
	return false;
}

/* @p as it is, and @as as it would be if the sides were at the values they share. */
static int doubt(struct comparison *c, const struct compare_slope *s,
		 struct compare_part *p, struct sample *base, struct sample *head)
{
	struct compare_part as = *p;
	int err;

	if (!p->exact)
		return 0;
	as.rounds[0] = base;
	as.rounds[1] = head;
	err = parts__estimate(c, s, &as);
	if (!err && as.change.verdict != p->change.verdict)
		p->change.verdict = STATS_INCONCLUSIVE;
	return err;
}

int parts__doubt(struct comparison *c, struct compare_slope *s)
{
	struct fits base = { 0 }, head = { 0 };
	int err;

	if (!is_doubtful(s))
		return 0;
	err = fits__create(&base, s, false, true);
	if (!err)
		err = fits__create(&head, s, true, true);
	if (!err)
		err = doubt(c, s, &s->slope, base.slopes, head.slopes);
	if (!err)
		err = doubt(c, s, &s->fixed, base.fixed, head.fixed);
	fits__free(&base);
	fits__free(&head);
	return err;
}
