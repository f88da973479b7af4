/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * words.h - what the cover letter and the published page say in words: one place, so that
 * the two never disagree. Plain ASCII; whoever prints it wraps or escapes it.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "compare/compare.h"

#define WORDS_TEXT	1024	/* bytes of each text below */
#define WORDS_NAME	48	/* bytes for words__side() */

/**
 * words__side() - what to call a side: its kernel, or "base" and "head" where
 * both are of the same name
 * @buf: WORDS_NAME bytes; a longer name is cut in the middle
 *
 * Return: @buf.
 */
const char *words__side(char *buf, const struct comparison *c, bool head);

/**
 * words__verdict() - the verdict as one sentence, the verdict's word first
 * @buf: WORDS_TEXT bytes
 *
 * Return: @buf.
 */
const char *words__verdict(char *buf, const struct comparison *c);

/**
 * words__machine() - where it was measured: machine, CPU, kernel, compiler
 * @buf: WORDS_TEXT bytes
 *
 * Return: @buf.
 */
const char *words__machine(char *buf, const struct comparison *c);

/**
 * words__method() - testbed, rounds, units and what stands for a cell
 * @buf: WORDS_TEXT bytes
 *
 * Return: @buf.
 */
const char *words__method(char *buf, const struct comparison *c);

/** words__needs() - what a reader has to have for words__command(), after a comma; or "" */
const char *words__needs(const struct comparison *c);

/**
 * words__variable() - append " NAME=VALUE" to a command line
 * @buf: WORDS_TEXT bytes; the value is in double quotes where it has to be
 */
void words__variable(char *buf, const char *name, const char *value);

/**
 * words__command() - the command line that measures this again
 * @buf: WORDS_TEXT bytes; in double quotes what holds blanks, so that
 * it may be broken at any blank by a backslash
 *
 * BENCH is left out where the names of all benchmarks do not fit on a line:
 * without it, everything is measured. A kernel of one's own is called as the mails
 * of it that a reader has would be, see words__needs().
 *
 * Return: @buf.
 */
const char *words__command(char *buf, const struct comparison *c);

/**
 * words__changed() - does this benchmark's table hold a cell or a slope that
 * improved or regressed?
 * @first: its first cell; the table ends at compare__next()
 */
bool words__changed(const struct comparison *c, const struct compare_cell *first);

/**
 * words__slope() - the line of the benchmark that begins with @first, or NULL
 *
 * Only one that fits and counts: another must not be quoted.
 */
const struct compare_slope *words__slope(const struct comparison *c,
					 const struct compare_cell *first);

#endif
