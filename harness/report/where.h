/* SPDX-License-Identifier: GPL-2.0-only */
/* where.h - which functions account for a difference, for people. */
#ifndef REPORT_WHERE_H
#define REPORT_WHERE_H

#include <stdio.h>

#include "compare/where.h"

#define WHERE_TEXT	400	/* bytes for where__misses() and where__sum() */

/**
 * where__print() - a table of functions for each benchmark that changed
 * @width: 80 or 72 columns
 * @functions: largest differences that are shown; the others are one row
 * @before: goes before each table
 * @after: goes behind each
 *
 * Every line begins with a blank or with a label. Nothing without profiles.
 */
void where__print(FILE *out, const struct comparison *c, int width, size_t functions,
		  const char *before, const char *after);

/** where__is_shown() - does anything of this cell differ, so that reports show it? */
bool where__is_shown(const struct where_cell *w);

/**
 * where__misses() - "62.4% fewer instructions, 26.1% more D1 misses", and the numbers
 * @buf: WHERE_TEXT bytes
 *
 * Return: @buf.
 */
const char *where__misses(char *buf, const struct where_cell *w);

/**
 * where__sum() - do the functions add up to the cell's difference, or by how much not?
 * @buf: WHERE_TEXT bytes
 *
 * Return: @buf.
 */
const char *where__sum(char *buf, const struct where_cell *w);

/** where__count() - a count, with decimals only where it has any; REPORT_NUMBER bytes */
const char *where__count(char *buf, double count);

/** where__by() - the same with a sign */
const char *where__by(char *buf, double by);

#endif
