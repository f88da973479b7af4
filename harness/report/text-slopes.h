/* SPDX-License-Identifier: GPL-2.0-only */
/* text-slopes.h - fixed costs and slopes of a comparison, for a terminal. */
#ifndef REPORT_TEXT_SLOPES_H
#define REPORT_TEXT_SLOPES_H

#include <stdio.h>

#include "compare/comparison.h"

/** text__mark() - only what is not "same" gets a word, and what is bad a loud one */
const char *text__mark(enum stats_verdict verdict);

/**
 * text__slopes() - a table a unit, then which benchmarks no line fits
 * @width: columns
 *
 * Return: 0 or -ENOMEM.
 */
int text__slopes(FILE *out, const struct comparison *c, int width);

#endif
