// SPDX-License-Identifier: GPL-2.0-only
/* parse-sample.c - benchmark lines: samples, and cells that have none. */
#include "build.h"
#include "parser.h"
#include "write.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool parse_value(const char *s, double *out)
{
	char *end;

	/* strtod() also knows hexadecimal, infinity and NaN. */
	if (!*s || s[strspn(s, "+-.0123456789eE")])
		return false;
	*out = strtod(s, &end);
	return !*end && fabs(*out) <= RESULTS_MAX_VALUE;
}

/* "<value> <unit> [<value> <unit>]..." */
static int parse_pairs(struct parser *p, struct results_cell *key, char *rest)
{
	char *save, *value = strtok_r(rest, PARSER_BLANKS, &save);
	struct results_cell *cell = NULL;
	double number;
	int err, pairs = 0;

	if (!value)
		return parser__bad(p, "sample without a value: measure again");
	for (; value; value = strtok_r(NULL, PARSER_BLANKS, &save)) {
		if (!parse_value(value, &number))
			return parser__bad(p, "'%.40s' is not a finite number within 1e100: measure again",
					   value);
		key->unit = strtok_r(NULL, PARSER_BLANKS, &save);
		if (!key->unit)
			return parser__bad(p, "value %.40s has no unit: measure again",
					   value);
		cell = results__cell(p->r, &p->index, key);
		err = cell ? results__add_sample(cell, &(struct sample){
							number, p->round }) :
			     -ENOMEM;
		if (err)
			return err;
		pairs++;
	}
	if (pairs == 1)
		repeat__cell(&p->repeat, cell);
	p->r->nr_samples++;
	return 0;
}

/* Split "<bench>/vcpus=<n>"; vcpus 0 when there is no such part. */
static int parse_name(struct parser *p, char *name, struct results_cell *key)
{
	char *part = strstr(name, "/vcpus=");
	unsigned long n = 0;

	if (part && (!parser__number(part + strlen("/vcpus="), RESULTS_MAX_VCPUS,
				     &n) || !n))
		return parser__bad(p, "'%.60s' is not a number of vCPUs: measure again",
				   part + 1);
	if (part)
		*part = '\0';
	key->bench = name;
	key->vcpus = n;
	return 0;
}

static int parse_sample(struct parser *p, struct results_cell *key, const char *turns,
			char *rest)
{
	unsigned long n;

	if (!parser__number(turns, -1UL, &n) || !n)
		return parser__bad(p, "'%.40s' is not a number of iterations: measure again",
				   turns);
	if (!key->vcpus)
		return parser__bad(p, "'%.60s' has no /vcpus=N: measure again",
				   key->bench);
	if (p->ended)
		return parser__bad(p, "sample after the end line: keep one run a file");
	if (!results__get(p->r, "schema"))
		return parser__bad(p, "sample before the line 'schema: %s': is this a results file?",
				   RESULTS_SCHEMA);
	return parse_pairs(p, key, rest);
}

/* Meant as a number, good or bad: Go ignores lines whose second field is not. */
static bool is_numeric(const char *s)
{
	char *end;

	strtod(s, &end);
	return isdigit((unsigned char)*s) || !*end;
}

int parser__benchmark(struct parser *p, char *line)
{
	char *rest, *name = strtok_r(line, PARSER_BLANKS, &rest);
	char *second = strtok_r(NULL, PARSER_BLANKS, &rest);
	struct results_cell key = { 0 };
	bool invalid;
	int err;

	if (!second)
		return 0;
	invalid = !strcmp(second, "invalid");
	if (!invalid && strcmp(second, "skip") && !is_numeric(second))
		return 0;
	err = parse_name(p, name + strlen(PARSER_PREFIX), &key);
	if (err)
		return err;
	if (is_numeric(second))
		return parse_sample(p, &key, second, rest);
	return results__add_note(p->r, &key, invalid,
				 rest + strspn(rest, PARSER_BLANKS));
}
