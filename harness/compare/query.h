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

/** compare__count_all_lines() - how many lines count */
size_t compare__count_all_lines(const struct comparison *c);

/**
 * compare__count_lines() - how many of the lines that count got this verdict
 * @fixed: on their fixed cost; otherwise on their slope
 */
size_t compare__count_lines(const struct comparison *c, enum stats_verdict verdict,
			    bool fixed);

/** compare__extreme_line() - of those, the one that changed most; NULL if there is none */
const struct compare_slope *compare__extreme_line(const struct comparison *c,
						  enum stats_verdict verdict, bool fixed);

/**
 * compare__count_unbounded() - cells that do not repeat, have changed, and of which no
 * A/A says what they differ by anyway
 */
size_t compare__count_unbounded(const struct comparison *c);

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
