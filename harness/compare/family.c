// SPDX-License-Identifier: GPL-2.0-only
/* family.c - the test of all cells and lines at once. */
#include "comparison.h"
#include "repeats.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "stats/change.h"
#include "stats/family.h"

#define SEED	3

/**
 * struct family - rows of a comparison, and which round is where in them
 * @stats: what is tested
 * @rounds: the rounds of base and head, rising; of pairs both are the same
 * @nr: how many of each
 * @changes: of each row, where its outcome goes
 * @scales: of each row, see struct family_entry
 */
struct family {
	struct stats_family stats;
	unsigned int *rounds[2];
	size_t nr[2];
	struct stats_change **changes;
	double *scales;
};

static int add_round(struct family *f, int side, size_t *room,
		     unsigned int round)
{
	unsigned int *rounds;
	size_t at = f->nr[side], i;

	while (at && f->rounds[side][at - 1] >= round) {
		if (f->rounds[side][--at] == round)
			return 0;
	}
	rounds = array__grow(f->rounds[side], room, f->nr[side],
			     sizeof(*rounds));
	if (!rounds)
		return -ENOMEM;
	f->rounds[side] = rounds;
	for (i = f->nr[side]++; i > at; i--)
		rounds[i] = rounds[i - 1];
	rounds[at] = round;
	return 0;
}

static bool is_tested(const struct compare_cell *cell)
{
	return cell->unit && !cell->exact && !cell->unit->informational &&
	       !cell->invalid &&
	       cell->base.nr && cell->head.nr && cell->change.diff.value > 0;
}

static int collect_rounds(struct family *f, const struct comparison *c)
{
	const struct compare_cell *cell;
	const struct compare_side *side;
	size_t room[2] = { 0 }, i;
	int s, to, err = 0;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		for (s = 0; s < 2 && is_tested(cell); s++) {
			side = s ? &cell->head : &cell->base;
			to = c->paired ? 0 : s;
			for (i = 0; !err && i < side->nr; i++)
				err = add_round(f, to, &room[to],
						side->rounds[i].round);
		}
	}
	return err;
}

/* Both are sorted by round. */
static void place(double *v, const unsigned int *rounds, size_t nr,
		  const struct sample *s, size_t n, double scale)
{
	size_t i, j = 0;

	for (i = 0; i < nr; i++) {
		v[i] = NAN;
		if (j < n && s[j].round == rounds[i]) {
			v[i] = scale > 0 ? s[j].value / scale : log(s[j].value);
			j++;
		}
	}
}

/**
 * struct family_entry - what becomes a row
 * @unit: its unit
 * @kind: CELL, SLOPE or FIXED
 * @rounds: of base and head, rising
 * @nr: how many of each
 * @scale: values are divided by it; 0 for logarithms
 * @change: gets the outcome
 */
struct family_entry {
	const struct unit *unit;
	enum { CELL, SLOPE, FIXED, NR_KINDS } kind;
	const struct sample *rounds[2];
	size_t nr[2];
	double scale;
	struct stats_change *change;
};

static int add_row(struct family *f, const struct comparison *c, const struct family_entry *e)
{
	struct stats_family *s = &f->stats;
	struct stats_row *row = &s->rows[s->nr];
	const unsigned int *of_head = f->rounds[c->paired ? 0 : 1];

	row->v = calloc(s->nb + s->nh, sizeof(*row->v));
	if (!row->v)
		return -ENOMEM;
	place(row->v, f->rounds[0], s->nb, e->rounds[0], e->nr[0], e->scale);
	place(row->v + s->nb, of_head, s->nh, e->rounds[1], e->nr[1], e->scale);
	row->kind = NR_KINDS * (e->unit - c->base->units) + e->kind;
	f->scales[s->nr] = e->scale;
	f->changes[s->nr++] = e->change;
	return 0;
}

static int add_part(struct family *f, const struct comparison *c,
		    const struct compare_slope *s, struct compare_part *p, int kind)
{
	const struct family_entry e = {
		.unit = s->unit, .kind = kind,
		.rounds = { p->rounds[0], p->rounds[1] },
		.nr = { s->nr_base, s->nr_head },
		.scale = p->scale, .change = &p->change,
	};

	return add_row(f, c, &e);
}

static bool is_tested_part(const struct compare_slope *s, const struct compare_part *p)
{
	return s->fits && !p->exact && !s->unit->informational;
}

static int add_rows(struct family *f, struct comparison *c)
{
	struct compare_cell *cell;
	struct compare_slope *s;
	int err = 0;

	for (cell = c->cells; !err && cell < c->cells + c->nr_cells; cell++) {
		const struct family_entry e = {
			.unit = cell->unit, .kind = CELL,
			.rounds = { cell->base.rounds, cell->head.rounds },
			.nr = { cell->base.nr, cell->head.nr },
			.change = &cell->change,
		};

		if (is_tested(cell))
			err = add_row(f, c, &e);
	}
	for (s = c->slopes; !err && s < c->slopes + c->nr_slopes; s++) {
		if (is_tested_part(s, &s->slope))
			err = add_part(f, c, s, &s->slope, SLOPE);
		if (!err && is_tested_part(s, &s->fixed))
			err = add_part(f, c, s, &s->fixed, FIXED);
	}
	return err;
}

static void widen(struct stats_change *change, double effective, bool ratio)
{
	stats__widen(&change->base, effective, ratio);
	stats__widen(&change->head, effective, ratio);
	stats__widen(&change->diff, effective, ratio);
}

/* Independent sides: the row's own few rounds may show no noise at all. */
static void hold(struct stats_estimate *e, const struct stats_row *row, double scale)
{
	if (isnan(e->low) || isnan(row->low))
		return;
	e->low = fmin(e->low, scale > 0 ? row->low * scale : exp(row->low));
	e->high = fmax(e->high, scale > 0 ? row->high * scale : exp(row->high));
}

static void hand_out(struct family *f)
{
	const struct stats_row *row = f->stats.rows;
	struct stats_change *change;
	size_t i;

	for (i = 0; i < f->stats.nr; i++, row++) {
		bool cell = f->scales[i] == 0;

		change = f->changes[i];
		change->p = row->p;
		change->p_adjusted = row->p_adjusted;
		change->mde = cell ? expm1(row->mde) : row->mde * f->scales[i];
		hold(&change->diff, row, f->scales[i]);
		/* Below 0.1 so little is known that any interval is wrong. */
		widen(change, fmax(f->stats.effective, 0.1), cell);
	}
}

static int test(struct family *f, struct comparison *c)
{
	size_t most = c->nr_cells + 2 * c->nr_slopes;
	int err = collect_rounds(f, c);

	f->stats.paired = c->paired;
	f->stats.nb = f->nr[0];
	f->stats.nh = f->nr[c->paired ? 0 : 1];
	f->stats.rows = calloc(most, sizeof(*f->stats.rows));
	f->changes = calloc(most, sizeof(*f->changes));
	f->scales = calloc(most, sizeof(*f->scales));
	if (!f->stats.rows || !f->changes || !f->scales)
		return -ENOMEM;
	if (!err)
		err = add_rows(f, c);
	if (!err)
		err = stats__family(&f->stats, SEED);
	if (err)
		return err;
	hand_out(f);
	c->rho = f->stats.rho;
	c->nr_tests = f->stats.nr;
	return 0;
}

static void judge_part(const struct comparison *c, const struct compare_slope *s,
		       struct compare_part *p, size_t least)
{
	struct stats_rule rule = compare__rule(c, s->unit);

	rule.exact = false;
	if (is_tested_part(s, p))
		stats__judge_slope(&rule, s->nr_base >= least && s->nr_head >= least,
				   p->floor, p->bound, &p->change);
	if (p->change.verdict != STATS_SAME && compare__is_mixture_of_line(p))
		p->change.verdict = STATS_INCONCLUSIVE;
}

static void judge(struct comparison *c)
{
	size_t least = stats__least_rounds(c->paired);
	struct compare_cell *cell;
	struct compare_slope *s;
	struct stats_rule rule;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!is_tested(cell))
			continue;
		rule = compare__cell_rule(c, cell);
		stats__judge_cell(&rule, cell->base.nr >= least &&
				  cell->head.nr >= least, cell->floor,
				  &cell->change);
		if (cell->change.verdict != STATS_SAME && compare__is_mixture(cell))
			cell->change.verdict = STATS_INCONCLUSIVE;
	}
	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		judge_part(c, s, &s->slope, least);
		judge_part(c, s, &s->fixed, least);
	}
}

int compare__family(struct comparison *c)
{
	struct family f = { 0 };
	int err = test(&f, c);
	size_t i;

	if (!err)
		judge(c);
	for (i = 0; f.stats.rows && i < f.stats.nr; i++)
		free(f.stats.rows[i].v);
	free(f.stats.rows);
	free(f.changes);
	free(f.scales);
	free(f.rounds[0]);
	free(f.rounds[1]);
	return err;
}
