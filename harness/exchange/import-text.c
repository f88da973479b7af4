// SPDX-License-Identifier: GPL-2.0-only
/*
 * import-text.c - read Go benchmark text (https://go.dev/design/14313-benchmark-format).
 * Our own files are such text too; what others write lacks the number of vCPUs
 * as we name it, and the rounds: there, the nth line of a benchmark is of
 * round n (go test -count=n).
 */
#include "import-text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/text.h"
#include "results/write.h"

#define BLANKS	" \t\r\n\v\f"
#define PREFIX	"Benchmark"

/* Where in the text we are. */
struct reader {
	struct import_text *t;
	const struct import *i;
	struct why *why;
	size_t line;
};

static int __attribute__((format(printf, 2, 3)))
bad_line(struct reader *r, const char *fmt, ...)
{
	char what[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return why__set(r->why, EINVAL, "%s:%zu: %s", r->i->path, r->line, what);
}

static bool is_count(const char *s)
{
	return *s && !s[strspn(s, "0123456789")] && strlen(s) < 19 &&
	       strtoul(s, NULL, 10);
}

/* "Name/size=64-8": the suffix is GOMAXPROCS, and a part like any other. */
static int normalise(struct reader *r, const char *name, char *out, size_t size)
{
	const char *key = r->i->vcpus_key ? r->i->vcpus_key : "vcpus";
	const char *dash = strrchr(name, '-');
	char full[512], part[80], *at, *end;
	size_t len;

	if (dash && is_count(dash + 1))
		snprintf(full, sizeof(full), "%.*s/gomaxprocs=%s",
			 (int)(dash - name), name, dash + 1);
	else
		snprintf(full, sizeof(full), "%s", name);
	snprintf(part, sizeof(part), "/%s=", key);
	at = strstr(full, part);
	if (!at)
		return bad_line(r, "'%.60s' has no part /%s=N: say with --vcpus-key which part counts vCPUs",
				name, key);
	end = at + strlen(part);
	len = strspn(end, "0123456789");
	if (!len || (end[len] && end[len] != '/') || len > 5)
		return bad_line(r, "'%.60s' is not a number of vCPUs: say with --vcpus-key which part counts them",
				at + 1);
	*at = '\0';
	snprintf(out, size, "%s%s/vcpus=%.*s", full, end + len, (int)len, end);
	return 0;
}

/* "<value> <unit>..." */
static int check_pairs(struct reader *r, char *pairs)
{
	char *save, *end, *value = strtok_r(pairs, BLANKS, &save), *unit;
	double number;
	int err = value ? 0 : bad_line(r, "a benchmark without a value: is the file cut short?");

	for (; !err && value; value = strtok_r(NULL, BLANKS, &save)) {
		number = strtod(value, &end);
		if (value[strspn(value, "+-.0123456789eE")] || *end ||
		    !(fabs(number) <= RESULTS_MAX_VALUE))
			return bad_line(r, "'%.40s' is not a finite number within 1e18: correct the file",
					value);
		unit = strtok_r(NULL, BLANKS, &save);
		if (!unit)
			return bad_line(r, "%.40s has no unit: is the file cut short?",
					value);
		err = import__name_unit(r->t, unit);
	}
	return err;
}

/* A name that comes again begins the next round. */
static unsigned int round_of(const struct reader *r, const char *name)
{
	size_t i = r->t->nr_samples;

	if (r->t->has_rounds)
		return r->t->round;
	while (i--) {
		if (!strcmp(r->t->samples[i].name, name))
			return r->t->samples[i].round + 1;
	}
	return 1;
}

/* Columns are for eyes: one blank between words. */
static void squeeze(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (!strchr(BLANKS, *s) || (s[1] && !strchr(BLANKS, s[1])))
			*to++ = strchr(BLANKS, *s) ? ' ' : *s;
	}
	*to = '\0';
}

static int add_sample(struct reader *r, const char *name, char *rest)
{
	struct import_text *t = r->t;
	struct import_sample *s = array__grow(t->samples, &t->room_samples,
					      t->nr_samples, sizeof(*s));

	if (!s)
		return -ENOMEM;
	t->samples = s;
	s += t->nr_samples;
	*s = (struct import_sample){
		.name = strdup(name), .round = round_of(r, name),
		.order = r->line,
	};
	squeeze(rest);
	if (!s->name || asprintf(&s->text, "%s %s", name, rest) < 0) {
		free(s->name);
		return -ENOMEM;
	}
	t->nr_samples++;
	return 0;
}

static int read_benchmark(struct reader *r, char *line)
{
	char *rest = line + strcspn(line, BLANKS);
	char name[600], *pairs;
	size_t len;
	int err;

	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, BLANKS);
	len = strcspn(rest, BLANKS);
	if (strlen(line) > 400)
		return bad_line(r, "'%.60s...': name is too long: shorten it",
				line);
	/* go test -v prints the name alone before the result. */
	if (!len)
		return 0;
	if (!strncmp(rest, "skip ", 5) || !strncmp(rest, "invalid ", 8))
		return add_sample(r, line, rest);
	if (!isdigit((unsigned char)*rest))
		return 0;
	err = normalise(r, line, name, sizeof(name));
	if (err)
		return err;
	pairs = strdup(rest + len);
	if (!pairs)
		return -ENOMEM;
	rest[len] = '\0';
	if (!is_count(rest))
		err = bad_line(r, "'%.40s' is not a number of iterations: correct the file",
			       rest);
	rest[len] = ' ';
	if (!err)
		err = check_pairs(r, pairs);
	free(pairs);
	if (err)
		return err;
	r->t->nr_values++;
	return add_sample(r, name, rest);
}

static int read_setting(struct reader *r, char *line, char *colon)
{
	const char *value = colon + 1 + strspn(colon + 1, BLANKS);

	*colon = '\0';
	if (!strcmp(line, "end")) {
		r->t->ended = true;
		r->t->promised = strtoul(value, NULL, 10);
		return 0;
	}
	if (!strcmp(line, "schema") && strcmp(value, RESULTS_SCHEMA))
		return bad_line(r, "schema is '%.40s', not '%s': use the vcpuscale that wrote it",
				value, RESULTS_SCHEMA);
	if (!strcmp(line, "round")) {
		if (!is_count(value))
			return bad_line(r, "round '%.40s' is not a number: correct the file",
					value);
		r->t->has_rounds = true;
		r->t->round = strtoul(value, NULL, 10);
		return 0;
	}
	return import__set(r->t, r->i->path, line, value, r->why);
}

/* Go: a lower-case letter, no blank and no upper-case letter up to the ':'. */
static char *colon_of(char *line)
{
	char *c = line;

	if (!islower((unsigned char)*c))
		return NULL;
	while (*c && *c != ':' && !isspace((unsigned char)*c) &&
	       !isupper((unsigned char)*c))
		c++;
	return *c == ':' && (!c[1] || isblank((unsigned char)c[1])) ? c : NULL;
}

static int read_line(struct reader *r, char *line)
{
	char *colon = colon_of(line);

	if (!strncmp(line, PREFIX, strlen(PREFIX)) &&
	    !islower((unsigned char)line[strlen(PREFIX)]))
		return read_benchmark(r, line);
	if (!strncmp(line, "Unit ", 5))
		return import__add_unit(r->t, line);
	if (colon)
		return read_setting(r, line, colon);
	if (!strncmp(line, "FAIL", 4) || !strncmp(line, "--- FAIL", 8))
		return bad_line(r, "the test that wrote this failed: run it again");
	return 0;
}

static int read_lines(struct reader *r, FILE *file)
{
	char *line = NULL;
	size_t size = 0, end;
	ssize_t len;
	int err = 0;

	while (!err && (len = getline(&line, &size, file)) >= 0) {
		r->line++;
		for (end = len; end && strchr(BLANKS, line[end - 1]); end--)
			;
		line[end] = '\0';
		err = strlen(line) == end ? read_line(r, text__plain(line)) :
		      bad_line(r, "holds a NUL byte: is this Go benchmark text?");
	}
	if (!err && ferror(file))
		err = why__set(r->why, EIO, "%s: %s: check the disk", r->i->path,
			       strerror(errno));
	free(line);
	return err;
}

int import__read(struct import_text *t, const struct import *i, struct why *why)
{
	struct reader r = { .t = t, .i = i, .why = why };
	FILE *file = fopen(i->path, "re");
	int err;

	if (!file)
		return why__set(why, errno, "%s: %s: name a file of Go benchmark text",
				i->path, strerror(errno));
	err = read_lines(&r, file);
	fclose(file);
	if (!err && !t->nr_values)
		err = why__set(why, EINVAL,
			       "%s: no benchmark in it: is this Go benchmark text?",
			       i->path);
	/* Only a results file says where it ends. */
	if (!err && (t->ended || import__get(t, "schema")) &&
	    (!t->ended || t->promised != t->nr_values))
		err = why__set(why, EINVAL,
			       "%s: results file that is cut short: measure again",
			       i->path);
	return err;
}
