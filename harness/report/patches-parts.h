/* SPDX-License-Identifier: GPL-2.0-only */
/* patches-parts.h - what the words and the table of a series have in common. */
#ifndef REPORT_PATCHES_PARTS_H
#define REPORT_PATCHES_PARTS_H

#include <stdio.h>

#include "compare/patches.h"

#define PATCHES_WIDTH	72
#define PATCHES_LABEL	48	/* bytes for patches__label() */

/** patches__common_state() - what all benchmarks have from the first slash on, or NULL */
const char *patches__common_state(const struct patches *p);

/** patches__name_length() - how much of a benchmark's name is shown: without the former */
int patches__name_length(const struct patches *p, size_t bench);

/**
 * patches__first() - the first of a row's group: those before it that have no numbers,
 * and the row itself; its own where it has none either
 */
size_t patches__first(const struct patches *p, size_t row);

/** patches__label() - "4-6", a row's group */
const char *patches__label(char buf[PATCHES_LABEL], const struct patches *p, size_t row);

/**
 * patches__table() - a row a patch; nothing where there is no number
 * @size: index of a size, or p->nr_sizes for the slopes
 */
void patches__table(FILE *out, const struct patches *p, const char *title, size_t size);

#endif
