/* SPDX-License-Identifier: GPL-2.0-only */
/* cover-parts.h - parts of the cover letter. */
#ifndef REPORT_COVER_PARTS_H
#define REPORT_COVER_PARTS_H

#include <stdio.h>

#include "compare/compare.h"

#define COVER_WIDTH	72	/* columns of a mail that is quoted once or twice */

/**
 * cover__plot() - a benchmark's cost against its vCPUs, in characters
 * @first: its cells, up to @end; invalid ones leave gaps
 *
 * At most COVER_WIDTH columns, each line begins with a blank. Both axes are
 * linear and begin at 0.
 *
 * Return: false, and nothing is printed, when the sides are nowhere as much as
 * a row apart.
 */
bool cover__plot(FILE *out, const struct comparison *c,
		 const struct compare_cell *first,
		 const struct compare_cell *end);

/**
 * cover__table() - a benchmark's costs at the sizes that matter, and its slope
 * @first: its cells, up to @end
 */
void cover__table(FILE *out, const struct comparison *c,
		  const struct compare_cell *first,
		  const struct compare_cell *end);

/** cover__table_head() - the line above the tables, which names the sides */
void cover__table_head(FILE *out, const struct comparison *c);

#endif
