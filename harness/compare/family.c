// SPDX-License-Identifier: GPL-2.0-only
/* family.c - the test of all cells and slopes at once. */
#include "comparison.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "stats/change.h"
#include "stats/family.h"

#define SEED	3	/* 1 and 2 are the bootstrap's */

/**
 * struct family - rows of a comparison, and which round is where in them
 * @stats: what is tested
 * @rounds: the rounds of base and head, rising; of pairs both are the same
 * @nr: how many of each
 * @changes: of each row, where its outcome goes
 */
struct family {
	struct stats_family stats;
	unsigned int *rounds[2];
	size_t nr[2];
	struct stats_change **changes;
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
	return cell->unit && !cell->unit->exact && !cell->unit->informational &&
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
		  const struct sample *s, size_t n, bool logarithm)
{
	size_t i, j = 0;

	for (i = 0; i < nr; i++) {
		v[i] = NAN;
		if (j < n && s[j].round == rounds[i]) {
			v[i] = logarithm ? log(s[j].value) : s[j].value;
			j++;
		}
	}
}

static int add_row(struct family *f, const struct comparison *c,
		   const struct unit *unit, const struct sample *base,
		   size_t nb, const struct sample *head, size_t nh,
		   bool cell, struct stats_change *change)
{
	struct stats_family *s = &f->stats;
	struct stats_row *row = &s->rows[s->nr];
	const unsigned int *of_head = f->rounds[c->paired ? 0 : 1];

	row->v = calloc(s->nb + s->nh, sizeof(*row->v));
	if (!row->v)
		return -ENOMEM;
	place(row->v, f->rounds[0], s->nb, base, nb, cell);
	place(row->v + s->nb, of_head, s->nh, head, nh, cell);
	row->kind = 2 * (unit - c->base->units) + cell;
	f->changes[s->nr++] = change;
	return 0;
}

static int add_rows(struct family *f, struct comparison *c)
{
	struct compare_cell *cell;
	struct compare_slope *s;
	int err = 0;

	for (cell = c->cells; !err && cell < c->cells + c->nr_cells; cell++) {
		if (is_tested(cell))
			err = add_row(f, c, cell->unit, cell->base.rounds,
				      cell->base.nr, cell->head.rounds,
				      cell->head.nr, true, &cell->change);
	}
	for (s = c->slopes; !err && s < c->slopes + c->nr_slopes; s++) {
		if (s->fits && !s->unit->exact && !s->unit->informational)
			err = add_row(f, c, s->unit, s->slopes[0], s->nr_base,
				      s->slopes[1], s->nr_head, false,
				      &s->change);
	}
	return err;
}

static void hand_out(struct family *f)
{
	const struct stats_row *row = f->stats.rows;
	size_t i;

	for (i = 0; i < f->stats.nr; i++, row++) {
		bool cell = row->kind % 2;

		f->changes[i]->p = row->p;
		f->changes[i]->p_adjusted = row->p_adjusted;
		f->changes[i]->mde = cell ? expm1(row->mde) : row->mde;
		/* Below 0.1 so little is known that any interval is wrong. */
		stats__widen(&f->changes[i]->diff, fmax(f->stats.effective, 0.1),
			     cell);
	}
}

static int test(struct family *f, struct comparison *c)
{
	int err = collect_rounds(f, c);

	f->stats.paired = c->paired;
	f->stats.nb = f->nr[0];
	f->stats.nh = f->nr[c->paired ? 0 : 1];
	f->stats.rows = calloc(c->nr_cells + c->nr_slopes,
			       sizeof(*f->stats.rows));
	f->changes = calloc(c->nr_cells + c->nr_slopes, sizeof(*f->changes));
	if (!f->stats.rows || !f->changes)
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

static void judge(struct comparison *c)
{
	size_t least = stats__least_rounds(c->paired);
	struct compare_cell *cell;
	struct compare_slope *s;
	struct stats_rule rule;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!is_tested(cell))
			continue;
		rule = compare__rule(c, cell->unit);
		stats__judge_cell(&rule, cell->base.nr >= least &&
				  cell->head.nr >= least, &cell->change);
	}
	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		rule = compare__rule(c, s->unit);
		if (s->fits && !rule.exact && !s->unit->informational)
			stats__judge_slope(&rule, s->nr_base >= least &&
					   s->nr_head >= least, s->floor,
					   &s->change);
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
	free(f.rounds[0]);
	free(f.rounds[1]);
	return err;
}
