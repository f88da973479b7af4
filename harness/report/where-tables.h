/* SPDX-License-Identifier: GPL-2.0-only */
/* where-tables.h - tables of functions for the plots. */
#ifndef REPORT_WHERE_TABLES_H
#define REPORT_WHERE_TABLES_H

#include "compare/comparison.h"

/**
 * where__write_tables() - bars a function, for gnuplot and as text
 * @dir: folder to write to, which exists
 *
 * Of each benchmark that is shown SLUG-where.dat and SLUG-where.txt, and where.tsv that
 * lists them. Nothing without profiles.
 *
 * Return: 0 or a negative errno.
 */
int where__write_tables(const char *dir, const struct comparison *c, struct why *why);

#endif
