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
		if (isnan(by))	/* from nothing to something */
			by = INFINITY;
		if (compare__judged(cell) && cell->change.verdict == verdict &&
		    by > most) {
			most = by;
			best = cell;
		}
	}
	return best;
}

static bool line_counts(const struct compare_slope *s)
{
	return s->counted && compare__judged(s->cells);
}

size_t compare__count_all_lines(const struct comparison *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->nr_slopes; i++)
		n += line_counts(&c->slopes[i]);
	return n;
}

static const struct stats_change *change_of(const struct compare_slope *s, bool fixed)
{
	return fixed ? &s->fixed.change : &s->slope.change;
}

size_t compare__count_lines(const struct comparison *c, enum stats_verdict verdict,
			    bool fixed)
{
	const struct compare_slope *s;
	size_t n = 0;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++)
		n += line_counts(s) && change_of(s, fixed)->verdict == verdict;
	return n;
}

const struct compare_slope *compare__extreme_line(const struct comparison *c,
						  enum stats_verdict verdict, bool fixed)
{
	const struct compare_slope *s, *best = NULL;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (line_counts(s) && change_of(s, fixed)->verdict == verdict &&
		    (!best || fabs(change_of(s, fixed)->diff.value) >
			      fabs(change_of(best, fixed)->diff.value)))
			best = s;
	}
	return best;
}

size_t compare__count_unbounded(const struct comparison *c)
{
	const struct compare_cell *cell;
	size_t n = 0;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++)
		n += compare__judged(cell) && !cell->exact && cell->floor == 0 &&
		     (cell->change.verdict == STATS_IMPROVED ||
		      cell->change.verdict == STATS_REGRESSED);
	return n;
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
		/* An interval from this few rounds is meaningless. */
		if (!cell->exact && isnan(cell->change.mde))
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
