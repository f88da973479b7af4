/* SPDX-License-Identifier: GPL-2.0-only */
/* tables.h - tables for the plots. */
#ifndef REPORT_TABLES_H
#define REPORT_TABLES_H

#include "compare/compare.h"

/**
 * tables__write() - tables for gnuplot
 * @dir: folder to write to; made if missing, but not its parents
 * @per_vcpu: divide every value by its number of vCPUs
 *
 * Each file appears whole or not at all.
 *
 * Return: 0 or a negative errno.
 */
int tables__write(const char *dir, const struct comparison *c, bool per_vcpu,
		  struct why *why);

#define TABLES_SLUG	200	/* bytes for tables__slug() */

/**
 * tables__slug() - name of a benchmark's table and plots, without ".dat"
 * @buf: TABLES_SLUG bytes; letters, digits and "-_." only
 * @first: its first cell, which has a unit
 */
void tables__slug(char *buf, const struct comparison *c,
		  const struct compare_cell *first);

#endif
