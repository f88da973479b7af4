/* SPDX-License-Identifier: GPL-2.0-only */
/* doubt-words.h - how much of a comparison is inconclusive, and why, in words. */
#ifndef REPORT_DOUBT_WORDS_H
#define REPORT_DOUBT_WORDS_H

#include "compare/comparison.h"

#define DOUBT_TEXT	512	/* room for either sentence */

/**
 * doubt__counts() - "3 of 17 cells too noisy, 1 of 3 slopes with too few rounds"
 * @buf: DOUBT_TEXT bytes
 *
 * Return: @buf.
 */
const char *doubt__counts(char *buf, const struct comparison *c);

/**
 * doubt__reasons() - the same for a letter: "3 of 17 cells cannot be told (?): noise"
 * @buf: DOUBT_TEXT bytes
 *
 * Slopes are counted where no cell is inconclusive. Return: @buf.
 */
const char *doubt__reasons(char *buf, const struct comparison *c);

#endif
