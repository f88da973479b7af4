// SPDX-License-Identifier: GPL-2.0-only
/* where.c - which functions account for a cell's difference. */
#include "where.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "align.h"
#include "query.h"

#define UNIT	"insns/op"

static void free_cell(struct where_cell *w)
{
	size_t i;

	for (i = 0; i < w->nr; i++)
		free(w->functions[i].line);
	free(w->functions);
}

void where__free(struct compare_where *w)
{
	size_t i;

	if (!w)
		return;
	for (i = 0; i < w->nr; i++)
		free_cell(&w->cells[i]);
	free(w->cells);
	profile__free(w->profile[0]);
	profile__free(w->profile[1]);
	free(w);
}

/* The same function in a list that is in order; where one side has no files, by name. */
static const struct profile_function *same_in(const struct profile_cell *cell,
					      const struct profile_function *f)
{
	const struct profile_function *other, *found = NULL;

	for (other = cell->functions; other < cell->functions + cell->nr_functions; other++) {
		if (other->world != f->world || strcmp(other->name, f->name) ||
		    strcmp(other->module, f->module))
			continue;
		if (other->file && f->file && strcmp(other->file, f->file))
			continue;
		found = other;
		break;
	}
	return found;
}

/* What one more vCPU costs in this function, from two sizes. */
static double slope_in(const struct profile_cell *small, const struct profile_cell *large,
		       const struct profile_function *f, double at_large)
{
	const struct profile_function *other;

	if (!small)
		return NAN;
	other = f ? same_in(small, f) : NULL;
	return (at_large - (other ? other->counts.n[PROFILE_INSNS] : 0)) /
	       (large->vcpus - small->vcpus);
}

static int set_line(struct where_function *to, const struct profile_function *base,
		    const struct profile_function *head)
{
	const struct profile_function *f = head ?: base;
	struct aligned most = { .by = 0 };
	int err = 0;

	/* Where one side has no debug information, all its lines would seem to be gone. */
	if (!base || !head || !base->nr_lines == !head->nr_lines)
		err = align__most(base, head, &most);
	if (err)
		return err;
	to->line_by = most.line ? most.by : NAN;
	if (most.line)
		return asprintf(&to->line, "%s:%u", most.line->file, most.line->line) < 0 ?
		       -ENOMEM : 0;
	if (f->file && asprintf(&to->line, "%s:%u", f->file, f->line) < 0)
		return -ENOMEM;
	return 0;
}

/**
 * struct where_sides - the profiles that a cell is explained by
 * @large: of base and head
 * @small: the same at the other size; NULL where there is none
 */
struct where_sides {
	const struct profile_cell *large[2];
	const struct profile_cell *small[2];
};

/* Nothing where both cost the same. */
static int add_function(struct where_cell *w, const struct where_sides *s,
			const struct profile_function *base,
			const struct profile_function *head)
{
	const struct profile_function *f = head ?: base;
	const struct profile_function *of[2] = { base, head };
	struct where_function *to = &w->functions[w->nr];
	int side;

	*to = (struct where_function){ .name = f->name, .module = f->module };
	for (side = 0; side < 2; side++) {
		if (of[side])
			to->side[side] = of[side]->counts;
		to->slope[side] = slope_in(s->small[side], s->large[side], of[side] ?: f,
					   to->side[side].n[PROFILE_INSNS]);
	}
	if (fabs(to->side[1].n[PROFILE_INSNS] - to->side[0].n[PROFILE_INSNS]) < WHERE_EXACT)
		return 0;
	w->nr++;
	return set_line(to, base, head);
}

static double by(const struct where_function *f)
{
	return f->side[1].n[PROFILE_INSNS] - f->side[0].n[PROFILE_INSNS];
}

static int by_difference(const void *a, const void *b)
{
	const struct where_function *x = a, *y = b;
	double dx = fabs(by(x)), dy = fabs(by(y));

	if (fabs(dx - dy) > WHERE_EXACT)
		return dx > dy ? -1 : 1;
	return strcmp(x->name, y->name) ?: strcmp(x->module, y->module);
}

/* A profile is of the batches of the least cost; the number of counts that vary is not. */
static double least_of_round(const struct compare_side *side, double round)
{
	const struct sample *s = side->cell->samples;
	double least = INFINITY;
	size_t i;

	for (i = 0; i < side->cell->nr; i++)
		if (s[i].round == (round ?: side->rounds[0].round) && s[i].value < least)
			least = s[i].value;
	return least;
}

static int explain(struct where_cell *w, const struct where_sides *s)
{
	const struct profile_cell *b = s->large[0], *h = s->large[1];
	const struct profile_function *other;
	size_t i;
	int err = 0;

	w->functions = calloc(b->nr_functions + h->nr_functions + 1, sizeof(*w->functions));
	if (!w->functions)
		return -ENOMEM;
	for (i = 0; !err && i < h->nr_functions; i++)
		err = add_function(w, s, same_in(b, &h->functions[i]), &h->functions[i]);
	for (i = 0; !err && i < b->nr_functions; i++) {
		other = same_in(h, &b->functions[i]);
		if (!other)
			err = add_function(w, s, &b->functions[i], NULL);
	}
	qsort(w->functions, w->nr, sizeof(*w->functions), by_difference);
	for (i = 0; i < 2; i++)
		w->total[i] = profile_cell__total(s->large[i]);
	w->rest[0] = w->cell->change.base.value - w->total[0].n[PROFILE_INSNS];
	w->rest[1] = w->cell->change.head.value - w->total[1].n[PROFILE_INSNS];
	w->batch_rest[0] = least_of_round(&w->cell->base, b->round) - w->total[0].n[PROFILE_INSNS];
	w->batch_rest[1] = least_of_round(&w->cell->head, h->round) - w->total[1].n[PROFILE_INSNS];
	return err;
}

static bool is_profiled(const struct compare_where *w, const struct compare_cell *cell)
{
	return !cell->invalid && profile__find(w->profile[0], cell->bench, cell->vcpus) &&
	       profile__find(w->profile[1], cell->bench, cell->vcpus);
}

/* The largest size that both have explains the benchmark, the smallest gives slopes. */
static int add_bench(struct compare_where *w, const struct compare_cell *first,
		     const struct compare_cell *end)
{
	struct where_sides s = { .small = { NULL } };
	struct where_cell *to = &w->cells[w->nr];
	const struct compare_cell *cell, *small = NULL, *large = NULL;
	int side;

	for (cell = first; cell < end; cell++) {
		if (!is_profiled(w, cell))
			continue;
		small = small ?: cell;
		large = cell;
	}
	if (!large)
		return 0;
	*to = (struct where_cell){ .cell = large };
	for (side = 0; side < 2; side++) {
		s.large[side] = profile__find(w->profile[side], large->bench, large->vcpus);
		if (small != large)
			s.small[side] = profile__find(w->profile[side], small->bench,
						      small->vcpus);
	}
	if (small != large)
		to->from = small->vcpus;
	w->nr++;
	return explain(to, &s);
}

static int add_all(struct compare_where *w, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	int err = 0;

	w->cells = calloc(c->nr_cells + 1, sizeof(*w->cells));
	if (!w->cells)
		return -ENOMEM;
	for (cell = c->cells; !err && cell < end; cell = next) {
		next = compare__next(c, cell);
		if (cell->unit && !strcmp(cell->unit->name, UNIT))
			err = add_bench(w, cell, next);
	}
	return err;
}

int where__explain(struct comparison *c, struct compare_where *w)
{
	bool broken = *w->broken[0].text || *w->broken[1].text;
	int side, err = 0;

	for (side = 0; !err && side < 2; side++) {
		if (*w->broken[side].text)
			err = compare__warn(c, "%s", w->broken[side].text);
	}
	if (!err && !broken && !w->profile[0] != !w->profile[1])
		err = compare__warn(c, "only the %s has a profile: where the difference comes from is not known",
				    w->profile[0] ? "base" : "head");
	if (!err && w->profile[0] && w->profile[1])
		err = add_all(w, c);
	if (!err && w->nr)
		c->where = w;
	return err;
}

const struct where_cell *where__of(const struct comparison *c, const struct compare_cell *cell)
{
	size_t i;

	for (i = 0; c->where && i < c->where->nr; i++) {
		if (!strcmp(c->where->cells[i].cell->bench, cell->bench))
			return &c->where->cells[i];
	}
	return NULL;
}

/* Results have ten digits. */
static bool is_none(const double rest[2], const struct where_cell *w)
{
	return fabs(rest[0]) < WHERE_EXACT + 1e-9 * w->total[0].n[PROFILE_INSNS] &&
	       fabs(rest[1]) < WHERE_EXACT + 1e-9 * w->total[1].n[PROFILE_INSNS];
}

bool where_cell__adds_up(const struct where_cell *w)
{
	return is_none(w->rest, w);
}

bool where_cell__fits_batch(const struct where_cell *w)
{
	return is_none(w->batch_rest, w);
}
