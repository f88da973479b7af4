// SPDX-License-Identifier: GPL-2.0-only
/*
 * split.c - one run as two that were measured in turns.
 *
 * Lines are copied as they are: a file holds comments, of which the parser keeps
 * nothing.
 */
#include "split.h"
#include "load.h"
#include "write.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"

struct side_of_run {
	FILE *in;
	bool second;
};

/* Has a value, and not the reason why there is none. */
static bool is_sample(const char *line)
{
	const char *value = strpbrk(line, " \t");

	return value && !strncmp(line, "Benchmark", 9) &&
	       isdigit((unsigned char)value[strspn(value, " \t")]);
}

/* A B B A: rounds 1, 4, 5, 8 and so on are the first side's. */
static bool is_of(const struct side_of_run *side, unsigned long round)
{
	return (round % 4 < 2) != side->second;
}

static void print_side(FILE *out, const void *what)
{
	const struct side_of_run *side = what;
	unsigned long round = 0, samples = 0;
	char *line = NULL;
	size_t size = 0;
	bool mine = true;

	rewind(side->in);
	while (getline(&line, &size, side->in) >= 0) {
		if (!strncmp(line, "round:", 6)) {
			round = strtoul(line + 6, NULL, 10);
			mine = is_of(side, round);
			if (mine)
				write__round(out, (round + 1) / 2);
		} else if (!strncmp(line, "run:", 4)) {
			fprintf(out, "%.*s%c\n", (int)strcspn(line, "\n"), line,
				side->second ? 'b' : 'a');
		} else if (mine && strncmp(line, "end:", 4)) {
			fputs(line, out);
			samples += is_sample(line);
		}
	}
	write__end(out, samples);
	free(line);
}

static int write_side(const struct results *r, struct side_of_run *side, char path[PATH_MAX],
		      struct why *why)
{
	const char *slash = strrchr(r->path, '/');
	struct why none = { "" };
	char dir[PATH_MAX] = ".", name[128];
	int err;

	if (slash)
		snprintf(dir, sizeof(dir), "%.*s", (int)(slash - r->path), r->path);
	snprintf(name, sizeof(name), "%.100s%c.txt", results__get(r, "run"),
		 side->second ? 'b' : 'a');
	snprintf(path, PATH_MAX, "%.3900s/%s", dir, name);
	err = file__write(dir, name, print_side, side, &none);
	if (!err && ferror(side->in)) {
		err = -EIO;
		unlink(path);
	}
	return err ? why__set(why, -err, "%s: %s: make room there", path, strerror(-err)) : 0;
}

static int write_sides(const struct results *r, char sides[2][PATH_MAX], struct why *why)
{
	struct side_of_run side = { .in = fopen(r->path, "re") };
	int err;

	if (!side.in)
		return why__set(why, errno, "%s: %s: measure again", r->path, strerror(errno));
	err = write_side(r, &side, sides[0], why);
	if (!err) {
		side.second = true;
		err = write_side(r, &side, sides[1], why);
		if (err)
			unlink(sides[0]);
	}
	fclose(side.in);
	return err;
}

int results__split(const char *path, char sides[2][PATH_MAX], struct why *why)
{
	struct results *r;
	int err = results__load(path, false, &r, why);

	if (err)
		return err;
	if (r->incomplete || r->nr_rounds < 2)
		err = why__set(why, EINVAL, "%s: %s: measure again", path,
			       r->incomplete ? "run is marked incomplete" : "fewer than two rounds");
	else
		err = write_sides(r, sides, why);
	results__free(r);
	return err;
}
