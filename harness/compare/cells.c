// SPDX-License-Identifier: GPL-2.0-only
/* cells.c - match the cells of two sides, and judge each by itself. */
#include "comparison.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "results/reduce.h"
#include "stats/change.h"

int compare__reduce(struct compare_side *side, const struct results_cell *cell,
		    bool least)
{
	double *scratch = calloc(cell->nr, sizeof(*scratch));

	side->cell = cell;
	free(side->rounds);
	side->rounds = calloc(cell->nr, sizeof(*side->rounds));
	side->nr = 0;
	if (scratch && side->rounds)
		side->nr = results__by_round(cell->samples, cell->nr, least,
					     scratch, side->rounds);
	free(scratch);
	return side->nr ? 0 : -ENOMEM;
}

static double *values_of(const struct compare_side *side)
{
	double *v = calloc(side->nr, sizeof(*v));
	size_t i;

	for (i = 0; v && i < side->nr; i++)
		v[i] = side->rounds[i].value;
	return v;
}

static int judge(struct comparison *c, struct compare_cell *cell)
{
	struct stats_rule rule = compare__cell_rule(c, cell);
	struct stats_sides sides = {
		.base = values_of(&cell->base), .nb = cell->base.nr,
		.head = values_of(&cell->head), .nh = cell->head.nr,
		.paired = c->paired &&
			  compare__same_rounds(cell->base.rounds, cell->base.nr,
					       cell->head.rounds, cell->head.nr),
	};
	int err = sides.base && sides.head ? 0 : -ENOMEM;

	if (!err)
		err = stats__cell(&rule, &sides, &c->ranks, &cell->change);
	free(sides.base);
	free(sides.head);
	return err;
}

int compare__judge_cells(struct comparison *c)
{
	struct compare_cell *cell;
	int err = 0;

	for (cell = c->cells; !err && cell < c->cells + c->nr_cells; cell++) {
		if (cell->base.nr && cell->head.nr)
			err = judge(c, cell);
		if (!isnan(cell->shared) && cell->change.verdict != STATS_SAME)
			cell->change.verdict = STATS_INCONCLUSIVE;
		if (cell->invalid)
			cell->change.verdict = STATS_INVALID;
	}
	return err;
}

static struct compare_cell *add_cell(struct comparison *c, const char *bench,
				     unsigned int vcpus)
{
	const struct stats_estimate none = { NAN, NAN, NAN };
	struct compare_cell *cells = array__grow(c->cells, &c->room_cells,
						 c->nr_cells, sizeof(*cells));

	if (!cells)
		return NULL;
	c->cells = cells;
	cells += c->nr_cells++;
	*cells = (struct compare_cell){
		.bench = bench, .vcpus = vcpus, .shared = NAN,
		.base.extremes = { NAN, NAN }, .head.extremes = { NAN, NAN },
		.base.quartiles = { NAN, NAN }, .head.quartiles = { NAN, NAN },
		.change = { none, none, none, NAN, NAN, NAN, STATS_INVALID },
	};
	return cells;
}

static const char *invalid_reason(const struct comparison *c, const char *bench,
				  unsigned int vcpus)
{
	const struct note *note = results__note(c->base, true, bench, vcpus);

	if (!note)
		note = results__note(c->head, true, bench, vcpus);
	return note ? note->reason : NULL;
}

/* One side may be NULL, and then the cell counts only if it is invalid. */
static int match(struct comparison *c, const struct results_cell *base,
		 const struct results_cell *head)
{
	const struct results_cell *any = base ? base : head;
	const char *invalid = invalid_reason(c, any->bench, any->vcpus);
	struct compare_cell *cell;
	int err = 0;

	if (!invalid && !(base && head))
		return 0;
	cell = add_cell(c, any->bench, any->vcpus);
	if (!cell)
		return -ENOMEM;
	cell->invalid = invalid;
	cell->unit = results__unit(c->base, any->unit);
	if (!cell->unit)
		cell->unit = results__unit(c->head, any->unit);
	if (base)
		err = compare__reduce(&cell->base, base, cell->unit->exact);
	if (!err && head)
		err = compare__reduce(&cell->head, head, cell->unit->exact);
	return err;
}

/* Merge the two sorted lists of cells. */
static int match_all(struct comparison *c)
{
	const struct results *b = c->base, *h = c->head;
	size_t i = 0, j = 0;
	int order, err = 0;

	while (!err && (i < b->nr_cells || j < h->nr_cells)) {
		if (i == b->nr_cells)
			order = 1;
		else if (j == h->nr_cells)
			order = -1;
		else
			order = results_cell__compare(b->cells[i], h->cells[j]);
		err = match(c, order <= 0 ? b->cells[i] : NULL,
			    order >= 0 ? h->cells[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
	return err;
}

/* Is it one of the first @nr cells, those that have samples? They are sorted. */
static bool has_samples(const struct comparison *c, size_t nr, const struct note *note)
{
	size_t low = 0, high = nr, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (strcmp(c->cells[middle].bench, note->bench) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < nr && !strcmp(c->cells[low].bench, note->bench); low++) {
		if (!note->vcpus || c->cells[low].vcpus == note->vcpus)
			return true;
	}
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct note * const *x = a, * const *y = b;
	int order = strcmp((*x)->bench, (*y)->bench);

	return order ? order : ((*x)->vcpus > (*y)->vcpus) - ((*x)->vcpus < (*y)->vcpus);
}

static size_t take_invalid(const struct results *r, const struct note **notes)
{
	size_t i, nr = 0;

	for (i = 0; i < r->nr_notes; i++) {
		if (r->notes[i].invalid)
			notes[nr++] = &r->notes[i];
	}
	return nr;
}

/* A cell that broke before its first sample is invalid all the same. */
static int add_broken(struct comparison *c)
{
	size_t i, nr, with_samples = c->nr_cells;
	const struct note **notes;
	struct compare_cell *cell;

	notes = calloc(c->base->nr_notes + c->head->nr_notes + 1, sizeof(*notes));
	if (!notes)
		return -ENOMEM;
	nr = take_invalid(c->base, notes);
	nr += take_invalid(c->head, notes + nr);
	qsort(notes, nr, sizeof(*notes), by_place);
	for (i = 0; i < nr; i++) {
		if ((i && !by_place(&notes[i - 1], &notes[i])) ||
		    has_samples(c, with_samples, notes[i]))
			continue;
		cell = add_cell(c, notes[i]->bench, notes[i]->vcpus);
		if (!cell)
			break;
		cell->invalid = invalid_reason(c, cell->bench, cell->vcpus);
	}
	free(notes);
	return i < nr ? -ENOMEM : 0;
}

static int by_name(const void *a, const void *b)
{
	const struct compare_cell *x = a, *y = b;
	int order = strcmp(x->bench, y->bench);

	if (!order)
		order = strcmp(x->unit ? x->unit->name : "",
			       y->unit ? y->unit->name : "");
	return order ? order : (x->vcpus > y->vcpus) - (x->vcpus < y->vcpus);
}

int compare__cells(struct comparison *c, struct why *why)
{
	int err = match_all(c);

	if (!err)
		err = add_broken(c);
	if (err)
		return err;
	if (!c->nr_cells)
		return why__set(why, EINVAL,
				"%s and %s have no cell in common: measure the same benchmarks on both",
				c->base->path, c->head->path);
	qsort(c->cells, c->nr_cells, sizeof(*c->cells), by_name);
	return 0;
}
