// SPDX-License-Identifier: GPL-2.0-only
/* parse-key.c - units, and lines "key: value". */
#include "build.h"
#include "parser.h"
#include "write.h"

#include <errno.h>
#include <string.h>

static int contradicts(struct parser *p, const struct unit *unit)
{
	return parser__bad(p, "unit %.40s changes inside the file: keep one run a file",
			   unit->name);
}

static int parse_property(struct parser *p, struct unit *unit, const char *s)
{
	bool higher = !strcmp(s, "better=higher"), exact = !strcmp(s, "assume=exact");

	if (higher || !strcmp(s, "better=lower")) {
		if (unit->directed && unit->higher != higher)
			return contradicts(p, unit);
		unit->directed = true;
		unit->higher = higher;
	} else if (!strncmp(s, "better=", 7)) {
		return parser__bad(p, "'%.40s': write better=lower or better=higher",
				   s);
	} else if (exact || !strcmp(s, "assume=nothing")) {
		if (unit->assumed && unit->exact != exact)
			return contradicts(p, unit);
		unit->assumed = true;
		unit->exact = exact;
	} else if (!strcmp(s, "verdict=no")) {
		unit->informational = true;
	}
	return 0;
}

/* "Unit <unit> key=value..."; as in Go, a later line may say more, but no other thing. */
int parser__unit(struct parser *p, char *line)
{
	char *save, *word = strtok_r(line + strlen("Unit"), PARSER_BLANKS, &save);
	struct unit *unit;
	int err = 0;

	if (!word)
		return 0;
	unit = results__add_unit(p->r, word);
	if (!unit)
		return -ENOMEM;
	while (!err && (word = strtok_r(NULL, PARSER_BLANKS, &save)))
		err = parse_property(p, unit, word);
	return err;
}

/*
 * Go's format lets every key change on the way. One file is one run of one
 * kernel on one machine here, so only the round may.
 */
static int set(struct parser *p, const char *key, const char *value)
{
	const char *old = results__get(p->r, key);

	if (!p->r->nr_settings && strcmp(key, "schema"))
		return parser__bad(p, "first key is '%.40s', not 'schema': is this a results file?",
				   key);
	if (!strcmp(key, "schema") && strcmp(value, RESULTS_SCHEMA))
		return parser__bad(p, "schema is '%.40s', not '%s': use the vcpuscale that wrote it",
				   value, RESULTS_SCHEMA);
	if (!old)
		return results__add_setting(p->r, key, value);
	if (strcmp(old, value))
		return parser__bad(p, "%.40s changes from '%.80s' to '%.80s': keep one run a file",
				   key, old, value);
	return 0;
}

int parser__setting(struct parser *p, const char *key, const char *value)
{
	unsigned long n;

	if (!strcmp(key, "round")) {
		if (!parser__number(value, -1U, &n))
			return parser__bad(p, "round '%.40s' is not a number: measure again",
					   value);
		p->round = n;
		return 0;
	}
	if (!strcmp(key, "end")) {
		if (p->ended || !parser__number(value, -1UL, &p->promised))
			return parser__bad(p, "bad end line '%.40s': keep one run a file",
					   value);
		p->ended = true;
		return 0;
	}
	return set(p, key, value);
}
