// SPDX-License-Identifier: GPL-2.0-only
/* raw.c - what the machine has counted for a cell, by address. */
#include "raw.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/array.h"
#include "lib/numbers.h"
#include "lib/text.h"

#define ADVICE	"measure again: the comparison goes on without this profile"
#define MAX_VCPUS	65536

/**
 * struct raw_parser - a raw file while it is read
 * @line: number of the line, for messages
 * @last: address of the line before
 */
struct raw_parser {
	const char *path;
	unsigned int line;
	uint64_t last;
	struct raw_profile *raw;
	struct why *why;
};

static int bad(const struct raw_parser *p, const char *what)
{
	return why__set(p->why, EINVAL, "%s:%u: %s: " ADVICE, p->path, p->line, what);
}

/* "NAME/vcpus=N" */
static int set_cell(const struct raw_parser *p, char *value)
{
	char *sizes = strstr(value, "/vcpus=");

	if (!sizes || sizes == value || sizes - value >= (long)sizeof(p->raw->bench))
		return bad(p, "a cell without a number of vCPUs");
	p->raw->vcpus = numbers__whole(sizes + strlen("/vcpus="), MAX_VCPUS);
	if (!p->raw->vcpus)
		return bad(p, "a number of vCPUs that is none");
	*sizes = '\0';
	strcpy(p->raw->bench, value);
	return 0;
}

static int set_number(const struct raw_parser *p, double *to, const char *value)
{
	char *end;

	*to = strtod(value, &end);
	if (end == value || *end || !isfinite(*to) || *to < 0)
		return bad(p, "a number that is none");
	return 0;
}

static int set_events(const struct raw_parser *p, char *value)
{
	char *name, *save;

	p->raw->nr_columns = 0;
	for (name = strtok_r(value, " ", &save); name; name = strtok_r(NULL, " ", &save)) {
		if (p->raw->nr_columns == sizeof(p->raw->columns) / sizeof(*p->raw->columns))
			return bad(p, "more events than there are");
		p->raw->columns[p->raw->nr_columns++] = profile_event__find(name);
	}
	return 0;
}

static int parse_key(const struct raw_parser *p, const char *key, char *value)
{
	if (!strcmp(key, "cell"))
		return set_cell(p, value);
	if (!strcmp(key, "round"))
		return set_number(p, &p->raw->round, value);
	if (!strcmp(key, "ops"))
		return set_number(p, &p->raw->ops, value);
	if (!strcmp(key, "windows"))
		return set_number(p, &p->raw->windows, value);
	if (!strcmp(key, "empty-windows"))
		return set_number(p, &p->raw->empty_windows, value);
	if (!strcmp(key, "events"))
		return set_events(p, value);
	if (!strcmp(key, "cache"))
		snprintf(p->raw->cache, sizeof(p->raw->cache), "%s", value);
	return 0;
}

/* Zeros at the end of a line are left out. */
static bool read_counts(const struct raw_parser *p, struct profile_counts *counts, char *text)
{
	unsigned long long n;
	size_t i;
	char *end;

	for (i = 0; *text; i++, text = end) {
		n = strtoull(text, &end, 10);
		if (end == text || (*end && *end != ' ') || i == p->raw->nr_columns)
			return false;
		if (p->raw->columns[i] >= 0)
			counts->n[p->raw->columns[i]] = n;
	}
	return true;
}

/* "k " before an address */
static bool read_world(char *world, char **text)
{
	*world = **text;
	if (!*world || !strchr("kug", *world) || (*text)[1] != ' ')
		return false;
	*text += 2;
	return true;
}

static bool read_hex(uint64_t *to, char **text)
{
	char *end;

	*to = strtoull(*text, &end, 16);
	if (end == *text || (*end && *end != ' '))
		return false;
	*text = end;
	return true;
}

/* "+4" is 4 behind the line before. */
static int parse_address(struct raw_parser *p, bool empty, char *text)
{
	struct raw_profile *raw = p->raw;
	struct raw_address a = { .empty = empty }, *more;
	bool relative;

	if (!read_world(&a.world, &text))
		return bad(p, "no counts of an address");
	relative = *text == '+';
	text += relative;
	if (!read_hex(&a.address, &text) || !read_counts(p, &a.counts, text))
		return bad(p, "no counts of an address");
	if (relative)
		a.address += p->last;
	p->last = a.address;
	more = array__grow(raw->addresses, &raw->room_addresses, raw->nr_addresses, sizeof(a));
	if (!more)
		return -ENOMEM;
	raw->addresses = more;
	more[raw->nr_addresses++] = a;
	return 0;
}

static int parse_call(const struct raw_parser *p, bool empty, char *text)
{
	struct raw_profile *raw = p->raw;
	struct raw_call c = { .empty = empty }, *more;
	char *end;

	if (!read_world(&c.world, &text) || !read_hex(&c.caller, &text) ||
	    !read_hex(&c.callee, &text))
		return bad(p, "no counts of a call");
	c.calls = strtoull(text, &end, 10);
	if (end == text || !read_counts(p, &c.counts, end))
		return bad(p, "no counts of a call");
	more = array__grow(raw->calls, &raw->room_calls, raw->nr_calls, sizeof(c));
	if (!more)
		return -ENOMEM;
	raw->calls = more;
	more[raw->nr_calls++] = c;
	return 0;
}

static int parse_line(struct raw_parser *p, char *line)
{
	char *colon = strstr(line, ": ");

	if (p->raw->whole)
		return bad(p, "a line after the end");
	if (line[0] && line[1] == ' ') {
		switch (line[0]) {
		case 'a':
		case 'e':
			return parse_address(p, line[0] == 'e', line + 2);
		case 'c':
		case 'd':
			return parse_call(p, line[0] == 'd', line + 2);
		default:
			return 0;
		}
	}
	p->raw->whole = !strcmp(line, "end");
	if (!p->raw->whole && !colon)
		return bad(p, "a line that is neither counts nor a key");
	if (!colon)
		return 0;
	*colon = '\0';
	return parse_key(p, line, colon + 2);
}

static int parse_all(struct raw_parser *p, FILE *in)
{
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	while (!err && getline(&line, &size, in) > 0) {
		p->line++;
		line[strcspn(line, "\n")] = '\0';
		if (p->line == 1 && strcmp(line, "vcpuscale-raw-profile: 1"))
			err = bad(p, "is no raw profile of version 1");
		else
			err = parse_line(p, line);
	}
	free(line);
	if (!err && ferror(in))
		err = why__set(p->why, EIO, "%s: cannot be read: " ADVICE, p->path);
	return err;
}

static int check(const struct raw_parser *p)
{
	const struct raw_profile *raw = p->raw;
	const char *wrong = NULL;

	if (!raw->whole)
		wrong = "is cut off";
	else if (!raw->vcpus)
		wrong = "names no cell";
	else if (!raw->ops || !raw->windows || !raw->nr_addresses)
		wrong = "counts nothing";
	return wrong ? why__set(p->why, EINVAL, "%s: %s: " ADVICE, p->path, wrong) : 0;
}

/* What gzip cannot read ends early, which is seen by the last line. */
static FILE *open_compressed(const char *path)
{
	char *command;
	FILE *in = NULL;

	if (!access(path, R_OK) && asprintf(&command, "gzip -dc 2>/dev/null <'%s'", path) >= 0) {
		in = popen(command, "re");
		free(command);
	}
	return in;
}

int raw_profile__read(const char *path, struct raw_profile **out, struct why *why)
{
	struct raw_parser p = {
		.path = path, .why = why, .raw = calloc(1, sizeof(*p.raw)),
	};
	bool compressed = text__ends_in(path, ".gz");
	FILE *in = compressed ? open_compressed(path) : fopen(path, "re");
	int err;

	if (!in) {
		err = why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	} else if (!p.raw) {
		err = -ENOMEM;
	} else {
		err = parse_all(&p, in);
		if (!err)
			err = check(&p);
	}
	if (in && compressed)
		pclose(in);
	else if (in)
		fclose(in);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: try again");
	if (err)
		raw_profile__free(p.raw);
	else
		*out = p.raw;
	return err;
}

void raw_profile__free(struct raw_profile *raw)
{
	if (raw) {
		free(raw->addresses);
		free(raw->calls);
	}
	free(raw);
}
