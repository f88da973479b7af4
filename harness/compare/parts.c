// SPDX-License-Identifier: GPL-2.0-only
/* parts.c - a line's slope and its fixed cost: estimate, exact verdict, doubt. */
#include "parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "fits.h"
#include "repeats.h"
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

/* The same cells, and lines through something else. Freed with fits__free() */
static int fit_both(struct fits f[2], const struct compare_slope *s, enum fits_of of)
{
	int err = fits__create(&f[0], s, false, of);

	return err ?: fits__create(&f[1], s, true, of);
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

static int doubt_shared(struct comparison *c, struct compare_slope *s)
{
	struct fits f[2] = { 0 };
	int err = fit_both(f, s, FITS_SHARED);

	if (!err)
		err = doubt(c, s, &s->slope, f[0].slopes, f[1].slopes);
	if (!err)
		err = doubt(c, s, &s->fixed, f[0].fixed, f[1].fixed);
	fits__free(&f[0]);
	fits__free(&f[1]);
	return err;
}

/* A round has all sizes, so there is a line. */
static int find_extreme(struct compare_slope *s, enum fits_of of)
{
	struct fits f[2] = { 0 };
	int err = fit_both(f, s, of);

	if (!err) {
		s->slope.extremes[of == FITS_MOST] = f[1].slopes->value - f[0].slopes->value;
		s->fixed.extremes[of == FITS_MOST] = f[1].fixed->value - f[0].fixed->value;
	}
	fits__free(&f[0]);
	fits__free(&f[1]);
	return err;
}

int parts__doubt(struct comparison *c, struct compare_slope *s)
{
	bool shared = false, varies = false;
	size_t i;
	int err = 0;

	for (i = 0; i < s->nr_cells; i++) {
		shared |= !isnan(s->cells[i].shared);
		varies |= !isnan(s->cells[i].base.extremes[0]);
	}
	for (i = 0; i < 2; i++)
		s->slope.extremes[i] = s->fixed.extremes[i] = NAN;
	if (shared)
		err = doubt_shared(c, s);
	if (!err && varies)
		err = find_extreme(s, FITS_LEAST);
	if (!err && varies)
		err = find_extreme(s, FITS_MOST);
	return err;
}
