/* SPDX-License-Identifier: GPL-2.0-only */
/* where.h - which functions account for a difference, for people. */
#ifndef REPORT_WHERE_H
#define REPORT_WHERE_H

#include <stdio.h>

#include "compare/comparison.h"

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

#endif
