/* SPDX-License-Identifier: GPL-2.0-only */
/* history.h - what a history shows: text, CSV, tables for the plots. */
#ifndef REPORT_HISTORY_H
#define REPORT_HISTORY_H

#include <stdio.h>

#include "history/series.h"

/** history__print() - text of at most 80 columns */
void history__print(FILE *out, const struct history *h);

/** history__print_csv() - a line a point */
void history__print_csv(FILE *out, const struct history *h);

/**
 * history__tables() - tables for gnuplot: index.tsv and a file a series
 * @dir: made if missing
 *
 * Return: 0 or a negative errno.
 */
int history__tables(const char *dir, const struct history *h, struct why *why);

#endif
