// SPDX-License-Identifier: GPL-2.0-only
/* repeats.c - which counts repeat from round to round, and which only should. */
#include "comparison.h"
#include "query.h"
#include "repeats.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/reduce.h"

#define WHOLE	0.25	/* of the median's move: a quartile that moves by less has stayed */

/* What a cell of one kernel differed from itself by; 0 if that is not known. */
static double floor_of(const struct compare_noise *n, const struct compare_cell *cell)
{
	const struct compare_floor *f;

	for (f = n ? n->cells : NULL; n && f < n->cells + n->nr_cells; f++) {
		if (f->vcpus == cell->vcpus && f->floor > 0 &&
		    !strncmp(f->bench, cell->bench, sizeof(f->bench) - 1) &&
		    !strncmp(f->unit, cell->unit->name, sizeof(f->unit) - 1))
			return f->floor;
	}
	return 0;
}

/* "varies: A B/state=busy": benchmarks whose descriptors say that they vary. */
static bool is_named(const struct results *r, const char *bench)
{
	const char *names = results__get(r, "varies");
	size_t len;

	for (; names && *names; names += len) {
		names += strspn(names, " ");
		len = strcspn(names, " ");
		if (len && strlen(bench) == len && !strncmp(names, bench, len))
			return true;
	}
	return false;
}

bool compare__agree(const struct sample *rounds, size_t nr)
{
	size_t i;

	for (i = 1; i < nr; i++) {
		if (rounds[i].value != rounds[0].value)
			return false;
	}
	return true;
}

static bool repeats(const struct compare_cell *cell)
{
	return compare__agree(cell->base.rounds, cell->base.nr) &&
	       compare__agree(cell->head.rounds, cell->head.nr);
}

/* Two rounds that agree are little evidence, where others do not. */
static bool varies(const struct comparison *c, const struct compare_cell *first,
		   const struct compare_cell *end)
{
	const struct compare_cell *cell;
	size_t fewest = -1UL, n = 0;

	if (is_named(c->base, first->bench) || is_named(c->head, first->bench))
		return true;
	for (cell = first; cell < end; cell++) {
		if (cell->floor > 0)
			return true;
		n += !repeats(cell);
		if (cell->base.nr && cell->base.nr < fewest)
			fewest = cell->base.nr;
		if (cell->head.nr && cell->head.nr < fewest)
			fewest = cell->head.nr;
	}
	return n > (fewest < 3 ? 0 : 1);
}

/* No summary of a count that varies hangs on one batch. */
static int take_medians(struct compare_cell *cell)
{
	int err = 0;

	if (cell->base.nr)
		err = compare__reduce(&cell->base, cell->base.cell, false);
	if (!err && cell->head.nr)
		err = compare__reduce(&cell->head, cell->head.cell, false);
	return err;
}

/**
 * struct batches - what the batches of one side are
 * @ends: of all, the least and the greatest
 * @second: the ones next to these
 */
struct batches {
	double ends[2];
	double second[2];
};

static void find_ends(const struct compare_side *side, double *scratch, struct batches *out)
{
	size_t i, n = side->cell->nr;

	for (i = 0; i < n; i++)
		scratch[i] = side->cell->samples[i].value;
	gsl_sort(scratch, 1, n);
	out->ends[0] = scratch[0];
	out->ends[1] = scratch[n - 1];
	out->second[0] = scratch[1];
	out->second[1] = scratch[n - 2];
}

static int find_batches(struct compare_side *side, struct batches *out)
{
	double *scratch;

	if (!side->nr)
		return 0;
	scratch = calloc(3 * side->cell->nr, sizeof(*scratch));
	if (!scratch)
		return -ENOMEM;
	results__quartiles(side->cell->samples, side->cell->nr, scratch, &side->quartiles[0],
			   &side->quartiles[1]);
	if (!isnan(side->quartiles[0]))
		find_ends(side, scratch, out);
	free(scratch);
	return 0;
}

/*
 * A batch may be disturbed: it takes two to show that a value occurs, or one where the
 * other side has what is like it.
 */
static void find_extremes(struct compare_side *side, const struct batches *b,
			  const struct batches *other)
{
	bool alike;
	int i;

	for (i = 0; i < 2; i++) {
		alike = b->ends[i] >= other->second[0] && b->ends[i] <= other->second[1];
		side->extremes[i] = alike ? b->ends[i] : b->second[i];
	}
}

static int compare_batches(struct compare_cell *cell)
{
	struct batches base, head;
	int err = find_batches(&cell->base, &base);

	if (!err)
		err = find_batches(&cell->head, &head);
	if (err || isnan(cell->base.quartiles[0]) || isnan(cell->head.quartiles[0]))
		return err;
	find_extremes(&cell->base, &base, &head);
	find_extremes(&cell->head, &head, &base);
	return 0;
}

double compare__quartile_ratio(const struct compare_cell *cell, int i)
{
	return cell->base.quartiles[i] > 0 ? cell->head.quartiles[i] / cell->base.quartiles[i] : NAN;
}

/* Did the one move with the other? NaN: who knows. */
static bool has_stayed(double moved, double by)
{
	return moved / by < WHOLE;
}

/* Is any batch of a side where the other's are, or nearer to them than a quarter of the move? */
static bool is_among(const struct compare_side *side, const struct compare_side *other, double by)
{
	double margin = WHOLE * fabs(by) * other->quartiles[0], value;
	size_t i;

	for (i = 0; i < side->cell->nr; i++) {
		value = side->cell->samples[i].value;
		if (value >= other->quartiles[0] - margin && value <= other->quartiles[1] + margin)
			return true;
	}
	return false;
}

/*
 * In another mixture of the same values one side has some batches where most of the other's
 * are. If none is, an end that both have is a third value, and says nothing of these.
 */
static bool end_has_stayed(const struct compare_cell *cell, int end, double by)
{
	return has_stayed(cell->head.extremes[end] / cell->base.extremes[end] - 1, by) &&
	       (is_among(&cell->head, &cell->base, by) || is_among(&cell->base, &cell->head, by));
}

bool compare__is_mixture(const struct compare_cell *cell)
{
	double by = cell->change.diff.value - 1;
	int i;

	if (!cell->unit->exact || isnan(by) || by == 0)
		return false;
	for (i = 0; i < 2; i++) {
		if (has_stayed(compare__quartile_ratio(cell, i) - 1, by) ||
		    end_has_stayed(cell, i, by))
			return true;
	}
	return false;
}

bool compare__is_mixture_of_line(const struct compare_part *p)
{
	double by = p->change.diff.value;

	return by != 0 && (has_stayed(p->extremes[0], by) || has_stayed(p->extremes[1], by));
}

static int decide(struct comparison *c, struct compare_cell *first,
		  const struct compare_cell *end)
{
	struct compare_cell *cell;
	bool all;
	int err = 0;

	for (cell = first; cell < end; cell++)
		cell->floor = floor_of(c->options.noise, cell);
	all = varies(c, first, end);
	for (cell = first; !err && cell < end; cell++) {
		cell->varies = all;
		cell->exact = !all && repeats(cell);
		if (!cell->exact)
			err = take_medians(cell) ?: compare_batches(cell);
	}
	return err;
}

int compare__repeats(struct comparison *c)
{
	struct compare_cell *cell, *next, *end = c->cells + c->nr_cells;
	int err = 0;

	for (cell = c->cells; !err && cell < end; cell = next) {
		next = c->cells + (compare__next(c, cell) - c->cells);
		if (cell->unit && cell->unit->exact)
			err = decide(c, cell, next);
		for (; cell < next && cell->unit && !cell->unit->exact; cell++) {
			cell->varies = true;
			cell->floor = floor_of(c->options.noise, cell);
		}
	}
	return err;
}
