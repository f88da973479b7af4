/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * formats.h - in which formats a comparison is reported.
 *
 * A format is one file: it has a row of the table of formats, and nothing else names
 * it.
 */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include <stdio.h>

#include "compare/compare.h"
#include "lib/table.h"

#define FORMATS_DEFAULT	"text"

/**
 * struct report_format - a report on a comparison
 * @name: what the user types
 * @print: 0 or -ENOMEM; does not check the file: its owner does, once, at the end
 */
struct report_format {
	const char *name;
	int (*print)(FILE *out, const struct comparison *c, struct why *why);
};

#define REPORT_FORMAT(symbol) \
	static const struct report_format symbol TABLE_ROW(report_formats)

/* Rows of struct report_format. */
extern const struct table report_formats;

/** formats__find() - the format of this name; 0, or -EINVAL with a text */
int formats__find(const char *name, const struct report_format **format,
		  struct why *why);

#endif
