// SPDX-License-Identifier: GPL-2.0-only
/* repeats.c - which counts repeat from round to round, and which only should. */
#include "comparison.h"
#include "query.h"

#include <errno.h>
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

/* Of one side; NaN where it has no round of enough batches. */
static int find_quartiles(const struct compare_side *side, double quartiles[2])
{
	double *scratch;

	quartiles[0] = quartiles[1] = NAN;
	if (!side->nr)
		return 0;
	scratch = calloc(3 * side->cell->nr, sizeof(*scratch));
	if (!scratch)
		return -ENOMEM;
	results__quartiles(side->cell->samples, side->cell->nr, scratch, &quartiles[0],
			   &quartiles[1]);
	free(scratch);
	return 0;
}

static int compare_quartiles(struct compare_cell *cell)
{
	double base[2], head[2];
	int err = find_quartiles(&cell->base, base), i;

	if (!err)
		err = find_quartiles(&cell->head, head);
	for (i = 0; !err && i < 2; i++)
		cell->quartiles[i] = base[i] > 0 ? head[i] / base[i] : NAN;
	return err;
}

bool compare__is_mixture(const struct compare_cell *cell)
{
	double by = cell->change.diff.value - 1;
	int i;

	if (!cell->unit->exact || isnan(cell->quartiles[0]) || isnan(by) || by == 0)
		return false;
	for (i = 0; i < 2; i++) {
		if ((cell->quartiles[i] - 1) / by < WHOLE)
			return true;
	}
	return false;
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
			err = take_medians(cell) ?: compare_quartiles(cell);
	}
	return err;
}

int compare__repeats(struct comparison *c)
{
	struct compare_cell *cell, *next, *end = c->cells + c->nr_cells;
	int err = 0;

	for (cell = c->cells; cell < end; cell++)
		cell->quartiles[0] = cell->quartiles[1] = NAN;
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
