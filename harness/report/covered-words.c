// SPDX-License-Identifier: GPL-2.0-only
/* covered-words.c - what the benchmarks execute of what differs, in words. */
#include "covered-words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAMES	8	/* of more functions, the number is told */

static void __attribute__((format(printf, 2, 3)))
add(char *buf, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list args;

	va_start(args, fmt);
	vsnprintf(buf + len, COVERED_TEXT - len, fmt, args);
	va_end(args);
}

static void add_names(char *buf, const struct compare_covered *covered)
{
	const struct code *code = &covered->code;
	size_t left = code->nr - covered->nr_executed, named = 0, i;

	for (i = 0; i < code->nr && named < NAMES; i++) {
		if (!covered->executed[i])
			add(buf, "%s%.60s", named++ ? ", " : "", code->at[i].name);
	}
	if (left > named)
		add(buf, " and %zu others", left - named);
}

const char *covered__words(char *buf, const struct comparison *c)
{
	const struct compare_covered *covered = c->covered;

	buf[0] = '\0';
	if (!covered)
		return buf;
	if (covered__is_identical(c)) {
		add(buf, "the code of both kernels is identical");
		return buf;
	}
	if (covered->code.nr && !covered->nr_executed) {
		add(buf, "no benchmark executes what differs: ");
		add_names(buf, covered);
	} else if (covered->code.nr) {
		add(buf, "benchmarks execute %zu of %zu functions whose code differs",
		    covered->nr_executed, covered->code.nr);
		if (covered->nr_executed < covered->code.nr) {
			add(buf, ", and not ");
			add_names(buf, covered);
		}
	}
	if (covered->code.image)
		add(buf, "%sthe kernels' images differ, and nobody knows in which functions",
		    *buf ? "; " : "");
	return buf;
}
