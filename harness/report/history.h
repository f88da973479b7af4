/* SPDX-License-Identifier: GPL-2.0-only */
/* history.h - what a history shows: text, CSV, tables for the plots. */
#ifndef REPORT_HISTORY_H
#define REPORT_HISTORY_H

#include <stdio.h>

#include "history/series.h"
#include "lib/table.h"

#define HISTORY_FORMAT_DEFAULT	"text"

/**
 * struct history_format - a report on a history
 * @name: what the user types
 * @print: does not check the file: its owner does, once, at the end
 */
struct history_format {
	const char *name;
	void (*print)(FILE *out, const struct history *h);
};

#define HISTORY_FORMAT(symbol) \
	static const struct history_format symbol TABLE_ROW(history_formats)

/* Rows of struct history_format. */
extern const struct table history_formats;

/** history__find_format() - the format of this name; 0, or -EINVAL with a text */
int history__find_format(const char *name, const struct history_format **format,
			 struct why *why);

/** history__print_changes() - a track's change points as text, by the runs between which they are */
void history__print_changes(FILE *out, const struct history *h, size_t track);

/**
 * history__tables() - tables for gnuplot: index.tsv and a file a series
 * @dir: made if missing
 *
 * Return: 0 or a negative errno.
 */
int history__tables(const char *dir, const struct history *h, struct why *why);

#endif
