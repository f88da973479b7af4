/* SPDX-License-Identifier: GPL-2.0-only */
/* repeat.h - the batches of a cell follow each other: for the parser alone. */
#ifndef RESULTS_REPEAT_H
#define RESULTS_REPEAT_H

#include <stdbool.h>

#include "results.h"

#define AGAIN_NAME	200	/* longer ones are parsed in full each time */
#define AGAIN_UNIT	40

/**
 * struct again - the sample line before this one, if it was one
 * @cell: where its only value went; NULL if there is no such line
 * @name: its first field as it was read, @name_len bytes
 * @unit: its last field, @unit_len bytes
 */
struct again {
	struct results_cell *cell;
	char name[AGAIN_NAME];
	size_t name_len;
	char unit[AGAIN_UNIT];
	size_t unit_len;
};

/** again__name() - remember the first field of a line that is about to be parsed */
void again__name(struct again *a, const char *line);

/** again__cell() - that line was a sample with one value, of this cell */
void again__cell(struct again *a, struct results_cell *cell);

/**
 * again__take() - is this line another sample of the same cell and unit?
 * @line: @len bytes, with its newline
 * @value: its value, the one that strtod() would give
 *
 * Only the plainest form is known: single blanks, no sign, no exponent, at most
 * 15 digits. Every other line is for the parser, which is ten times slower.
 */
bool again__take(const struct again *a, const char *line, size_t len,
		 double *value);

#endif
