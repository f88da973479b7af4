/* SPDX-License-Identifier: GPL-2.0-only */
/* query.h - what reports ask of a comparison that is made. */
#ifndef COMPARE_QUERY_H
#define COMPARE_QUERY_H

#include "comparison.h"

/** compare__judged() - does a cell's verdict count? Not where its unit says verdict=no */
bool compare__judged(const struct compare_cell *cell);

/** compare__count_judged() - how many cells count */
size_t compare__count_judged(const struct comparison *c);

/** compare__count() - how many of the cells that count got this verdict */
size_t compare__count(const struct comparison *c, enum stats_verdict verdict);

/**
 * compare__extreme() - the cell with this verdict that changed most
 *
 * Return: by the ratio's distance from 1; NULL when there is none.
 */
const struct compare_cell *compare__extreme(const struct comparison *c,
					    enum stats_verdict verdict);

/**
 * compare__widest() - the cell whose ratio is known least
 * @width: half of its interval, as a part of the ratio; infinite with too
 *	   few rounds
 *
 * Invalid cells do not count. Return: NULL when there is none.
 */
const struct compare_cell *compare__widest(const struct comparison *c,
					   double *width);

/**
 * compare__next() - the first cell after @cell of another bench or unit
 *
 * The cells from @cell up to there make one table. Walk from c->cells to
 * c->cells + c->nr_cells.
 */
const struct compare_cell *compare__next(const struct comparison *c,
					 const struct compare_cell *cell);

#endif
