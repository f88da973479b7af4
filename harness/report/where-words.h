/* SPDX-License-Identifier: GPL-2.0-only */
/* where-words.h - what profiles of both sides say, in words and numbers. */
#ifndef REPORT_WHERE_WORDS_H
#define REPORT_WHERE_WORDS_H

#include "compare/where.h"

#define WHERE_TEXT	400	/* bytes for where__misses() and where__sum() */

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
