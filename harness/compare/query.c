// SPDX-License-Identifier: GPL-2.0-only
/* query.c - what reports ask of a comparison that is made. */
#include "query.h"

#include <math.h>
#include <string.h>

bool compare__judged(const struct compare_cell *cell)
{
	return !cell->unit || !cell->unit->informational;
}

size_t compare__count_judged(const struct comparison *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->nr_cells; i++)
		n += compare__judged(&c->cells[i]);
	return n;
}

size_t compare__count(const struct comparison *c, enum stats_verdict verdict)
{
	size_t i, n = 0;

	for (i = 0; i < c->nr_cells; i++)
		n += compare__judged(&c->cells[i]) &&
		     c->cells[i].change.verdict == verdict;
	return n;
}

const struct compare_cell *compare__extreme(const struct comparison *c,
					    enum stats_verdict verdict)
{
	const struct compare_cell *cell, *best = NULL;
	double by, most = -1;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		by = fabs(cell->change.diff.value - 1);
		if (compare__judged(cell) && cell->change.verdict == verdict &&
		    by > most) {
			most = by;
			best = cell;
		}
	}
	return best;
}

const struct compare_cell *compare__widest(const struct comparison *c,
					   double *width)
{
	const struct compare_cell *cell, *widest = NULL;
	double w;

	*width = 0;
	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		const struct stats_estimate *e = &cell->change.diff;

		if (cell->invalid || isnan(e->value))
			continue;
		w = (e->high - e->low) / 2 / e->value;
		/* For time units, an interval from this few rounds is meaningless. */
		if (!cell->unit->exact && isnan(cell->change.mde))
			w = INFINITY;
		if (!widest || w > *width) {
			widest = cell;
			*width = w;
		}
	}
	return widest;
}

const struct compare_cell *compare__next(const struct comparison *c,
					 const struct compare_cell *cell)
{
	const struct compare_cell *first = cell;

	while (++cell < c->cells + c->nr_cells) {
		if (strcmp(cell->bench, first->bench) ||
		    cell->unit != first->unit)
			break;
	}
	return cell;
}
