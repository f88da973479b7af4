/* SPDX-License-Identifier: GPL-2.0-only */
/* repeat.h - the batches of a cell follow each other: for the parser alone. */
#ifndef RESULTS_REPEAT_H
#define RESULTS_REPEAT_H

#include <stdbool.h>

#include "results.h"

#define REPEAT_NAME	200	/* longer ones are parsed in full each time */
#define REPEAT_UNIT	40

/**
 * struct repeat - the sample line before this one, if it was one
 * @cell: where its only value went; NULL if there is no such line
 * @name: its first field as it was read, @name_len bytes
 * @unit: its last field, @unit_len bytes
 */
struct repeat {
	struct results_cell *cell;
	char name[REPEAT_NAME];
	size_t name_len;
	char unit[REPEAT_UNIT];
	size_t unit_len;
};

/** repeat__name() - remember the first field of a line that is about to be parsed */
void repeat__name(struct repeat *a, const char *line);

/** repeat__cell() - that line was a sample with one value, of this cell */
void repeat__cell(struct repeat *a, struct results_cell *cell);

/**
 * repeat__take() - is this line another sample of the same cell and unit?
 * @line: @len bytes, with its newline
 * @value: its value, the one that strtod() would give
 *
 * Only the plainest form is known: single blanks, no sign, no exponent, at most
 * 15 digits. Every other line is for the parser, which is ten times slower.
 */
bool repeat__take(const struct repeat *a, const char *line, size_t len,
		  double *value);

#endif
