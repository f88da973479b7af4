// SPDX-License-Identifier: GPL-2.0-only
/* The lines of a results file: docs/format.md says which there are. */
#include "results-again.h"
#include "results-build.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <search.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS	" \t\r\n\v\f"
#define PREFIX	"Benchmark"

/**
 * struct parser - where in the file we are
 * @index: tree of the cells, for finding them (see tsearch(3))
 * @line: number of the current line, from 1
 * @round: value of the last round line, 0 before the first
 * @ended: the end line was seen, and promised @promised samples
 * @again: the line before, if it was a sample with one value
 */
struct parser {
	struct results *r;
	struct why *why;
	void *index;
	size_t line;
	unsigned int round;
	bool ended;
	unsigned long promised;
	struct again again;
};

static int __attribute__((format(printf, 2, 3)))
bad_line(struct parser *p, const char *fmt, ...)
{
	char what[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return why__set(p->why, EINVAL, "%s:%zu: %s", p->r->path, p->line, what);
}

/* Unsigned decimal number and nothing else; false if it is not or > max. */
static bool parse_number(const char *s, unsigned long max, unsigned long *out)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		return false;
	errno = 0;
	*out = strtoul(s, &end, 10);
	return !errno && !*end && *out <= max;
}

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
static int parse_pairs(struct parser *p, struct cell *key, char *rest)
{
	char *save, *value = strtok_r(rest, BLANKS, &save);
	struct cell *cell = NULL;
	double number;
	int err, pairs = 0;

	if (!value)
		return bad_line(p, "sample without a value: measure again");
	for (; value; value = strtok_r(NULL, BLANKS, &save)) {
		if (!parse_value(value, &number))
			return bad_line(p, "'%.40s' is not a finite number within 1e18: measure again",
					value);
		key->unit = strtok_r(NULL, BLANKS, &save);
		if (!key->unit)
			return bad_line(p, "value %.40s has no unit: measure again",
					value);
		cell = results__cell(p->r, &p->index, key);
		err = cell ? results__add_sample(cell, &(struct stats_sample){
							number, p->round }) :
			     -ENOMEM;
		if (err)
			return err;
		pairs++;
	}
	if (pairs == 1)
		again__cell(&p->again, cell);
	p->r->nr_samples++;
	return 0;
}

/* Split "<bench>/vcpus=<n>"; vcpus 0 when there is no such part. */
static int parse_name(struct parser *p, char *name, struct cell *key)
{
	char *part = strstr(name, "/vcpus=");
	unsigned long n = 0;

	if (part && (!parse_number(part + strlen("/vcpus="), RESULTS_MAX_VCPUS,
				   &n) || !n))
		return bad_line(p, "'%.60s' is not a number of vCPUs: measure again",
				part + 1);
	if (part)
		*part = '\0';
	key->bench = name;
	key->vcpus = n;
	return 0;
}

static int parse_sample(struct parser *p, struct cell *key, const char *turns,
			char *rest)
{
	unsigned long n;

	if (!parse_number(turns, -1UL, &n) || !n)
		return bad_line(p, "'%.40s' is not a number of iterations: measure again",
				turns);
	if (!key->vcpus)
		return bad_line(p, "'%.60s' has no /vcpus=N: measure again",
				key->bench);
	if (p->ended)
		return bad_line(p, "sample after the end line: keep one run a file");
	if (!results__get(p->r, "schema"))
		return bad_line(p, "sample before the line 'schema: %s': is this a results file?",
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

static int parse_benchmark(struct parser *p, char *line)
{
	char *rest, *name = strtok_r(line, BLANKS, &rest);
	char *second = strtok_r(NULL, BLANKS, &rest);
	struct cell key = { 0 };
	bool invalid;
	int err;

	if (!second)
		return 0;
	invalid = !strcmp(second, "invalid");
	if (!invalid && strcmp(second, "skip") && !is_numeric(second))
		return 0;
	err = parse_name(p, name + strlen(PREFIX), &key);
	if (err)
		return err;
	if (is_numeric(second))
		return parse_sample(p, &key, second, rest);
	return results__add_note(p->r, &key, invalid,
				 rest + strspn(rest, BLANKS));
}

static int parse_property(struct parser *p, struct unit *unit, const char *s)
{
	if (!strcmp(s, "better=lower") || !strcmp(s, "better=higher")) {
		unit->directed = true;
		unit->higher = !strcmp(s, "better=higher");
	} else if (!strncmp(s, "better=", 7)) {
		return bad_line(p, "'%.40s': write better=lower or better=higher",
				s);
	} else if (!strcmp(s, "assume=exact")) {
		unit->exact = true;
	} else if (!strcmp(s, "verdict=no")) {
		unit->aside = true;
	}
	return 0;
}

/* "Unit <unit> key=value..."; a line that says otherwise than before is bad. */
static int parse_unit(struct parser *p, char *line)
{
	char *save, *word = strtok_r(line + strlen("Unit"), BLANKS, &save);
	struct unit said = { 0 }, *unit;
	int err;

	if (!word)
		return 0;
	unit = results__add_unit(p->r, word);
	if (!unit)
		return -ENOMEM;
	said.name = unit->name;
	while ((word = strtok_r(NULL, BLANKS, &save))) {
		err = parse_property(p, &said, word);
		if (err)
			return err;
	}
	if (unit->directed &&
	    (unit->higher != said.higher || unit->exact != said.exact ||
	     unit->aside != said.aside))
		return bad_line(p, "unit %.40s changes inside the file: keep one run a file",
				unit->name);
	*unit = said;
	return 0;
}

/*
 * Go's format lets every key change on the way. One file is one run of one
 * kernel on one machine here, so only the round may.
 */
static int set(struct parser *p, const char *key, const char *value)
{
	const char *old = results__get(p->r, key);

	if (!p->r->nr_settings && strcmp(key, "schema"))
		return bad_line(p, "first key is '%.40s', not 'schema': is this a results file?",
				key);
	if (!strcmp(key, "schema") && strcmp(value, RESULTS_SCHEMA))
		return bad_line(p, "schema is '%.40s', not '%s': use the vcpuscale that wrote it",
				value, RESULTS_SCHEMA);
	if (!old)
		return results__add_setting(p->r, key, value);
	if (strcmp(old, value))
		return bad_line(p, "%.40s changes from '%.80s' to '%.80s': keep one run a file",
				key, old, value);
	return 0;
}

static int parse_setting(struct parser *p, const char *key, const char *value)
{
	unsigned long n;

	if (!strcmp(key, "round")) {
		if (!parse_number(value, -1U, &n))
			return bad_line(p, "round '%.40s' is not a number: measure again",
					value);
		p->round = n;
		return 0;
	}
	if (!strcmp(key, "end")) {
		if (p->ended || !parse_number(value, -1UL, &p->promised))
			return bad_line(p, "bad end line '%.40s': keep one run a file",
					value);
		p->ended = true;
		return 0;
	}
	return set(p, key, value);
}

/* Go: a lower-case letter, no blank and no upper-case letter up to the ':'. */
static char *value_of(char *line)
{
	char *c;

	if (!islower((unsigned char)*line))
		return NULL;
	for (c = line; *c && *c != ':'; c++) {
		if (isspace((unsigned char)*c) || isupper((unsigned char)*c))
			return NULL;
	}
	if (*c != ':' || (c[1] && c[1] != ' ' && c[1] != '\t'))
		return NULL;
	*c++ = '\0';
	return c + strspn(c, BLANKS);
}

static int parse_line(struct parser *p, char *line)
{
	char *value, *first = line + strlen(PREFIX);

	/* Go: what follows "Benchmark" is no lower-case letter. */
	if (!strncmp(line, PREFIX, strlen(PREFIX)) &&
	    !islower((unsigned char)*first))
		return parse_benchmark(p, line);
	if (!strncmp(line, "Unit ", 5))
		return parse_unit(p, line);
	value = value_of(line);
	if (value)
		return parse_setting(p, line, value);
	return 0;
}

static int parse_lines(struct parser *p, FILE *file)
{
	size_t size = 0, end;
	char *line = NULL;
	double value;
	int err = 0;
	ssize_t len;

	while (!err && (len = getline(&line, &size, file)) >= 0) {
		p->line++;
		/* The writer stopped in the middle of this line. */
		if (line[len - 1] != '\n')
			break;
		if (again__take(&p->again, line, len, &value)) {
			p->r->nr_samples++;
			err = results__add_sample(p->again.cell,
				&(struct stats_sample){ value, p->round });
			continue;
		}
		again__name(&p->again, line);
		for (end = len; end && strchr(BLANKS, line[end - 1]); end--)
			;
		line[end] = '\0';
		if (strlen(line) != end)
			err = bad_line(p, "holds a NUL byte: is this a results file?");
		else
			err = parse_line(p, judge__plain(line));
	}
	if (!err && ferror(file))
		err = why__set(p->why, EIO, "%s: %s: check the disk",
			       p->r->path, strerror(errno));
	free(line);
	return err;
}

static int check_end(struct parser *p, bool force)
{
	const char *path = p->r->path;

	if (!p->line)
		return why__set(p->why, EINVAL, "%s:1: file is empty: measure again",
				path);
	if (!results__get(p->r, "schema"))
		return why__set(p->why, EINVAL, "%s:1: no line 'schema: %s': is this a results file?",
				path, RESULTS_SCHEMA);
	p->r->cut = !p->ended || p->promised != p->r->nr_samples;
	/* Of an incomplete run the mark says more than the missing end. */
	if (!p->r->cut || force || results__get(p->r, "incomplete"))
		return 0;
	if (!p->ended)
		return bad_line(p, "cut short, no end line: measure again or use --force");
	return bad_line(p, "cut short, end line promises %lu samples and the file has %zu: measure again or use --force",
			p->promised, p->r->nr_samples);
}

static void keep(void *cell)
{
	(void)cell;	/* it belongs to the results */
}

int results__parse(struct results *r, bool force, struct why *why)
{
	struct parser p = { .r = r, .why = why };
	FILE *file = fopen(r->path, "re");
	int err;

	if (!file)
		return why__set(why, errno, "%s: %s: name a results file or a kernel",
				r->path, strerror(errno));
	err = parse_lines(&p, file);
	fclose(file);
	if (!err)
		err = check_end(&p, force);
	tdestroy(p.index, keep);
	return err;
}
