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

#include "import-name.h"
#include "lib/array.h"
#include "lib/text.h"
#include "results/write.h"

#define BLANKS	" \t\r\n\v\f"
#define PREFIX	"Benchmark"

/**
 * struct reader - where in the text we are
 * @line: number of the current one, from 1
 * @seen: a sample came before it
 */
struct reader {
	struct import_text *t;
	const struct import *i;
	struct why *why;
	size_t line;
	bool seen;
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
			return bad_line(r, "'%.40s' is not a finite number within 1e100: correct the file",
					value);
		unit = strtok_r(NULL, BLANKS, &save);
		if (!unit)
			return bad_line(r, "%.40s has no unit: is the file cut short?",
					value);
		err = import__name_unit(r->t, unit);
	}
	return err;
}

static bool starts_with_pair(const char *pairs)
{
	char *end;

	strtod(pairs, &end);
	return end != pairs && strchr(BLANKS, *end) && end[strspn(end, BLANKS)];
}

/* A name that comes again begins the next round; 0: out of memory. */
static unsigned int round_of(struct reader *r, const char *name)
{
	size_t *last;

	if (r->t->has_rounds)
		return r->t->round;
	last = names__find(&r->t->rounds, name);
	if (last)
		return ++*last;
	return names__add(&r->t->rounds, name, 1) ? 0 : 1;
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
	*s = (struct import_sample){ .order = r->line };
	s->round = round_of(r, name);
	squeeze(rest);
	if ((!s->round && !t->has_rounds) || asprintf(&s->text, "%s %s", name, rest) < 0)
		return -ENOMEM;
	t->nr_samples++;
	return 0;
}

static int add_value(struct reader *r, const char *name, char *rest)
{
	char *full = NULL;
	int err = import__name(r->t, r->i->vcpus_key, name, &full, &r->t->sized);

	if (err == -EINVAL)
		err = bad_line(r, "'%.60s': /%.40s= is not a number of vCPUs: say with --vcpus-key which part counts them",
			       name, r->i->vcpus_key ? r->i->vcpus_key : "vcpus");
	if (!err)
		err = add_sample(r, full, rest);
	free(full);
	r->t->nr_values += !err;
	return err;
}

static int read_benchmark(struct reader *r, char *line)
{
	char *rest = line + strcspn(line, BLANKS), *pairs;
	size_t len;
	int err = 0;

	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, BLANKS);
	len = strcspn(rest, BLANKS);
	/* go test -v prints the name alone before the result. */
	if (!len)
		return 0;
	if (!strncmp(rest, "skip ", 5) || !strncmp(rest, "invalid ", 8))
		return add_sample(r, line, rest);
	if (!isdigit((unsigned char)*rest))
		return 0;
	pairs = strdup(rest + len);
	if (!pairs)
		return -ENOMEM;
	rest[len] = '\0';
	/* "Benchmarking 3 kernels" is a sentence, and no name is a lower-case word in Go. */
	if (islower((unsigned char)line[strlen(PREFIX)]) && !starts_with_pair(pairs))
		goto out;
	if (!is_count(rest))
		err = bad_line(r, "'%.40s' is not a number of iterations: correct the file",
			       rest);
	rest[len] = ' ';
	if (!err)
		err = check_pairs(r, pairs);
	if (!err)
		err = add_value(r, line, rest);
out:
	free(pairs);
	return err;
}

/*
 * The keys come first: a setting that changes between two samples becomes a part
 * of their names, or numbers of two kinds would be one cell.
 */
static int note_setting(struct reader *r, const char *name, const char *value)
{
	struct import_key *k = import__find(r->t, name);

	if (!k)
		return -ENOMEM;
	k->changes |= strcmp(k->value, value) && r->seen;
	return import__assign(k, value);
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
	return note_setting(r, line, value);
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

static bool is_failure(const char *line)
{
	return !strcmp(line, "FAIL") || !strncmp(line, "FAIL ", 5) ||
	       !strncmp(line, "--- FAIL: ", 10);
}

static bool is_benchmark(const char *line)
{
	return !strncmp(line, PREFIX, strlen(PREFIX));
}

/* The first of two passes: settings, and whether there are samples between them. */
static int read_key(struct reader *r, char *line)
{
	char *colon = colon_of(line);

	if (is_benchmark(line))
		r->seen |= isdigit((unsigned char)line[strcspn(line, BLANKS) +
				strspn(line + strcspn(line, BLANKS), BLANKS)]);
	else if (colon)
		return read_setting(r, line, colon);
	else if (is_failure(line))
		return bad_line(r, "the test that wrote this failed: run it again, or take out this line");
	return 0;
}

static int read_line(struct reader *r, char *line)
{
	char *colon = colon_of(line);

	if (is_benchmark(line))
		return read_benchmark(r, line);
	if (!strncmp(line, "Unit ", 5))
		return import__add_unit(r->t, line);
	return colon ? read_setting(r, line, colon) : 0;
}

static int read_lines(struct reader *r, FILE *file,
		      int (*read)(struct reader *r, char *line))
{
	char *line = NULL, *plain;
	size_t size = 0, end;
	ssize_t len;
	int err = 0;

	r->line = 0;
	while (!err && (len = getline(&line, &size, file)) >= 0) {
		r->line++;
		if (strlen(line) != (size_t)len) {
			err = bad_line(r, "holds a NUL byte: is this Go benchmark text?");
			break;
		}
		for (end = len; end && strchr(BLANKS, line[end - 1]); end--)
			;
		line[end] = '\0';
		plain = text__escape(line);
		err = plain ? read(r, plain) : -ENOMEM;
		free(plain);
	}
	if (!err && ferror(file))
		err = why__unread(r->why, r->i->path);
	free(line);
	return err;
}

static int check(const struct reader *r)
{
	const struct import_text *t = r->t;
	const char *path = r->i->path, *key = r->i->vcpus_key;

	if (!t->nr_values)
		return why__set(r->why, EINVAL, "%s: no benchmark in it: is this Go benchmark text?",
				path);
	if (key && !t->sized && strcmp(key, "gomaxprocs"))
		return why__set(r->why, EINVAL, "%s: no name has a part /%.40s=N: say with --vcpus-key which part counts vCPUs",
				path, key);
	/* Only a results file says where it ends. */
	if ((t->ended || import__get(t, "schema")) &&
	    (!t->ended || t->promised != t->nr_values))
		return why__set(r->why, EINVAL, "%s: results file that is cut short: measure again",
				path);
	return 0;
}

int import__read(struct import_text *t, const struct import *i, struct why *why)
{
	struct reader r = { .t = t, .i = i, .why = why };
	FILE *file = fopen(i->path, "re");
	int err;

	if (!file)
		return why__set(why, errno, "%s: %s: name a file of Go benchmark text",
				i->path, strerror(errno));
	err = read_lines(&r, file, read_key);
	if (!err)
		err = import__settle(t, i->path, i->ignored, i->nr_ignored, why);
	if (!err && fseek(file, 0, SEEK_SET))
		err = why__set(why, errno, "%s: %s: write it to a file first", i->path,
			       strerror(errno));
	if (!err)
		err = read_lines(&r, file, read_line);
	fclose(file);
	return err ?: check(&r);
}
