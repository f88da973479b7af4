// SPDX-License-Identifier: GPL-2.0-only
/* covered-words.c - what the benchmarks execute of what differs, in words. */
#include "covered-words.h"
#include "lib/text.h"

#include <stdio.h>
#include <string.h>

#define NAMES	8	/* of more functions, the number is told */

static void add_names(char *buf, const char *lead, const struct compare_covered *covered)
{
	const struct code *code = &covered->code;
	size_t left = code->nr - covered->nr_executed, named = 0, i;

	for (i = 0; i < code->nr && named < NAMES; i++) {
		if (!covered->executed[i])
			text__append(buf, COVERED_TEXT, "%s%.60s", named++ ? ", " : lead, code->at[i].name);
	}
	if (left > named)
		text__append(buf, COVERED_TEXT, " and %zu others", left - named);
}

const char *covered__words(char *buf, const struct comparison *c)
{
	const struct compare_covered *covered = c->covered;

	size_t left;

	buf[0] = '\0';
	if (!covered)
		return buf;
	if (covered__is_identical(c)) {
		text__append(buf, COVERED_TEXT, "the code of both kernels is identical");
		return buf;
	}
	if (covered->code.nr && !covered->nr_executed) {
		add_names(buf, "no benchmark executes what differs: ", covered);
	} else if (covered->code.nr) {
		text__append(buf, COVERED_TEXT, "benchmarks execute %zu of %zu functions whose code differs",
			     covered->nr_executed, covered->code.nr);
		left = covered->code.nr - covered->nr_executed;
		if (left > NAMES)
			text__append(buf, COVERED_TEXT, "; the others are in the head's changed.tsv");
		else if (left)
			add_names(buf, ", and not ", covered);
	}
	if (covered->code.image)
		text__append(buf, COVERED_TEXT, "%sthe kernels' images differ, and nobody knows in which functions",
			     *buf ? "; " : "");
	return buf;
}

const char *covered__doubt(char *buf, const struct comparison *c)
{
	char words[COVERED_TEXT];

	buf[0] = '\0';
	if (c->verdict != STATS_NOT_COVERED && c->covered && c->covered->code.nr &&
	    !c->covered->nr_executed)
		text__append(buf, COVERED_TEXT, "; %s", covered__words(words, c));
	return buf;
}
