// SPDX-License-Identifier: GPL-2.0-only
/* read.c - read a run's profile as the suite keeps it. */
#include "table.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/numbers.h"
#include "lib/text.h"

#define ADVICE	"run vcpuscale attribute on its results again"
#define MAX_VCPUS	65536
#define FIELDS	8

/**
 * struct table_parser - a table while it is read
 * @line: number of the line, for messages
 * @file: of the row before
 * @columns: what the counts are; -1: nothing that is known here
 * @whole: its last line was seen
 */
struct table_parser {
	const char *path;
	unsigned int line;
	char file[256];
	int columns[2 * PROFILE_EVENTS];
	size_t nr_columns;
	bool whole;
	struct profile *profile;
	struct why *why;
};

static int bad(const struct table_parser *p, const char *what)
{
	return why__set(p->why, EINVAL, "%s:%u: %s: " ADVICE, p->path, p->line, what);
}

static struct profile_cell *last_cell(const struct table_parser *p)
{
	return p->profile->nr_cells ? &p->profile->cells[p->profile->nr_cells - 1] : NULL;
}

static bool read_number(double *to, const char *text)
{
	char *end;

	*to = strtod(text, &end);
	return end != text && !*end && isfinite(*to);
}

static bool read_counts(const struct table_parser *p, struct profile_counts *counts, char *text)
{
	char *word, *save;
	double n;
	size_t i = 0;

	for (word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		if (i == p->nr_columns || !read_number(&n, word))
			return false;
		if (p->columns[i] >= 0)
			counts->n[p->columns[i]] = n;
		i++;
	}
	return true;
}

static int add_cell(struct table_parser *p, char *name)
{
	char *sizes = strstr(name, "/vcpus=");
	unsigned int vcpus = sizes ? numbers__whole(sizes + strlen("/vcpus="), MAX_VCPUS) : 0;
	struct profile *profile = p->profile;
	struct profile_cell *cells;

	if (!vcpus)
		return bad(p, "a cell without a number of vCPUs");
	*sizes = '\0';
	cells = array__grow(profile->cells, &profile->room_cells, profile->nr_cells,
			    sizeof(*cells));
	if (!cells)
		return -ENOMEM;
	profile->cells = cells;
	cells[profile->nr_cells] = (struct profile_cell){
		.bench = strdup(text__plain(name)), .vcpus = vcpus,
	};
	return cells[profile->nr_cells++].bench ? 0 : -ENOMEM;
}

static void set_file(struct table_parser *p, const char *file)
{
	snprintf(p->file, sizeof(p->file), "%s", file);
}

static int add_function(struct table_parser *p, char **field)
{
	struct profile_cell *cell = last_cell(p);
	struct profile_function *f;

	if (!cell || !strchr("kug", *field[1]) || !*field[3])
		return bad(p, "no function of a cell");
	f = array__grow(cell->functions, &cell->room_functions, cell->nr_functions, sizeof(*f));
	if (!f)
		return -ENOMEM;
	cell->functions = f;
	f += cell->nr_functions++;
	*f = (struct profile_function){
		.world = *field[1], .module = strdup(text__plain(field[2])),
		.name = strdup(text__plain(field[3])),
		.file = *field[4] ? strdup(text__plain(field[4])) : NULL,
		.line = strtoul(field[5], NULL, 10),
	};
	if (!f->module || !f->name || (*field[4] && !f->file))
		return -ENOMEM;
	set_file(p, f->file ?: "");
	return read_counts(p, &f->counts, field[6]) ? 0 : bad(p, "counts that are none");
}

/* Without a file it is in that of the row before. */
static int add_line(struct table_parser *p, char **field)
{
	struct profile_cell *cell = last_cell(p);
	struct profile_counts counts = { { 0 } };

	if (!cell || !cell->nr_functions)
		return bad(p, "no line of a function");
	if (*field[1])
		set_file(p, text__plain(field[1]));
	if (!*p->file)
		return bad(p, "a line of no file");
	if (!read_counts(p, &counts, field[3]))
		return bad(p, "counts that are none");
	return profile_line__add(&cell->functions[cell->nr_functions - 1], p->file,
				 strtoul(field[2], NULL, 10), &counts, 1);
}

static int add_call(struct table_parser *p, char **field)
{
	struct profile_cell *cell = last_cell(p);
	struct profile_call *calls, call = {
		.caller = strtoul(field[1], NULL, 10), .callee = strtoul(field[2], NULL, 10),
	};

	if (!cell || call.caller >= cell->nr_functions || call.callee >= cell->nr_functions)
		return bad(p, "a call of no function");
	if (!read_number(&call.calls, field[3]) || !read_counts(p, &call.counts, field[4]))
		return bad(p, "counts that are none");
	calls = array__grow(cell->calls, &cell->room_calls, cell->nr_calls, sizeof(*calls));
	if (!calls)
		return -ENOMEM;
	cell->calls = calls;
	calls[cell->nr_calls++] = call;
	return 0;
}

static int parse_row(struct table_parser *p, char *line)
{
	static const struct {
		char kind;
		int fields;
		int (*add)(struct table_parser *p, char **field);
	} rows[] = {
		{ 'f', 7, add_function }, { 'l', 4, add_line }, { 'c', 5, add_call },
	};
	char *field[FIELDS] = { NULL };
	int n = 0;
	size_t i;

	while (line && n < FIELDS)
		field[n++] = strsep(&line, "\t");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (*field[0] == rows[i].kind)
			return n == rows[i].fields && !line ? rows[i].add(p, field) :
			       bad(p, "a row with too many fields, or too few");
	}
	return bad(p, "a row of no kind");
}

static int set_events(struct table_parser *p, char *value)
{
	char *name, *save;

	for (name = strtok_r(value, " ", &save); name; name = strtok_r(NULL, " ", &save)) {
		if (p->nr_columns == sizeof(p->columns) / sizeof(*p->columns))
			return bad(p, "more events than there are");
		p->columns[p->nr_columns++] = profile_event__find(name);
	}
	return 0;
}

static int parse_key(struct table_parser *p, char *key)
{
	static const struct {
		const char *key;
		size_t at;
	} numbers[] = {
		{ "round", offsetof(struct profile_cell, round) },
		{ "ops", offsetof(struct profile_cell, ops) },
		{ "windows", offsetof(struct profile_cell, windows) },
	};
	struct profile_cell *cell = last_cell(p);
	char *value = strstr(key, ": ");
	size_t i;

	if (!value)
		return bad(p, "a line that is neither a row nor a key");
	*value = '\0';
	value += 2;
	if (!strcmp(key, "cell"))
		return add_cell(p, value);
	if (!strcmp(key, "events"))
		return set_events(p, value);
	if (!strcmp(key, "cache") && !p->profile->cache) {
		p->profile->cache = strdup(text__plain(value));
		return p->profile->cache ? 0 : -ENOMEM;
	}
	for (i = 0; cell && i < sizeof(numbers) / sizeof(*numbers); i++) {
		if (!strcmp(key, numbers[i].key))
			return read_number((double *)((char *)cell + numbers[i].at), value) ? 0 :
			       bad(p, "a number that is none");
	}
	return 0;
}

static int parse_line(struct table_parser *p, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (p->line == 1)
		return strcmp(line, "vcpuscale-profile: 1") ?
		       bad(p, "is no profile of version 1") : 0;
	if (p->whole)
		return bad(p, "a line after the end");
	p->whole = !strcmp(line, "end");
	if (p->whole)
		return 0;
	return line[0] && line[1] == '\t' ? parse_row(p, line) : parse_key(p, line);
}

int profile__load(const char *path, struct profile **out, struct why *why)
{
	struct table_parser p = { .path = path, .why = why };
	FILE *in = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	if (!in && errno == ENOENT)
		return -ENOENT;
	if (!in)
		return why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	p.profile = calloc(1, sizeof(*p.profile));
	if (!p.profile)
		err = -ENOMEM;
	while (!err && getline(&line, &size, in) > 0) {
		p.line++;
		err = parse_line(&p, line);
	}
	free(line);
	fclose(in);
	if (!err && !p.whole)
		err = why__set(why, EINVAL, "%s: is cut off: " ADVICE, path);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: try again");
	if (err) {
		profile__free(p.profile);
		return err;
	}
	profile__sort(p.profile);
	*out = p.profile;
	return 0;
}
