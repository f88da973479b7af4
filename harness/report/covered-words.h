/* SPDX-License-Identifier: GPL-2.0-only */
/* covered-words.h - what the benchmarks execute of what differs, in words. */
#ifndef REPORT_COVERED_WORDS_H
#define REPORT_COVERED_WORDS_H

#include "compare/covered.h"

#define COVERED_TEXT	700	/* room for covered__words() */

/**
 * covered__words() - what is executed of what differs
 * @buf: COVERED_TEXT bytes
 *
 * Return: @buf, without a full stop; empty where nothing is known.
 */
const char *covered__words(char *buf, const struct comparison *c);

/**
 * covered__doubt() - what to add to a verdict that is worse than "not covered"
 * @buf: COVERED_TEXT bytes
 *
 * Return: @buf: "; no benchmark executes ...", or nothing.
 */
const char *covered__doubt(char *buf, const struct comparison *c);

#endif
