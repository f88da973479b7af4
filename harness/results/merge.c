// SPDX-License-Identifier: GPL-2.0-only
/*
 * merge.c - two runs of one kernel as one.
 *
 * Lines are copied as they are: a file holds comments, of which the parser keeps
 * nothing.
 */
#include "merge.h"
#include "load.h"
#include "write.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"

static int check_same(const struct results *r, const struct results *more,
		      struct why *why)
{
	static const char * const keys[] = {
		"kernel-id", "testbed", "machine", "cpu",
	};
	const char *a, *b;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		a = results__get(r, keys[i]);
		b = results__get(more, keys[i]);
		if (strcmp(a ? a : "", b ? b : ""))
			return why__set(why, EINVAL,
					"%s: its %s is not that of %s: measure again",
					more->path, keys[i], r->path);
	}
	if (r->incomplete || more->incomplete)
		return why__set(why, EINVAL,
				"%s: run is marked incomplete: measure again",
				r->incomplete ? r->path : more->path);
	return 0;
}

/* As cells are sorted. */
static int order(const struct results_cell *a, const struct results_cell *b)
{
	int n = strcmp(a->bench, b->bench);

	if (!n)
		n = strcmp(a->unit, b->unit);
	return n ? n : (a->vcpus > b->vcpus) - (a->vcpus < b->vcpus);
}

/* A cell that both have would look as if it had been measured in each round twice. */
static int check_apart(const struct results *r, const struct results *more, struct why *why)
{
	size_t i = 0, k = 0;
	int n;

	while (i < r->nr_cells && k < more->nr_cells) {
		n = order(r->cells[i], more->cells[k]);
		if (!n)
			return why__set(why, EINVAL, "%s: has %s/vcpus=%u, as %s has: leave one of them out",
					more->path, r->cells[i]->bench, r->cells[i]->vcpus, r->path);
		if (n < 0)
			i++;
		else
			k++;
	}
	return 0;
}

/**
 * copy() - the lines of a file but the last
 * @after:	number of the last round before; gets that of the last round here
 * @head:	copy what stands before the first round, too
 *
 * Return: 0 or a negative errno.
 */
static int copy(FILE *out, const char *path, unsigned long *after, bool head)
{
	unsigned long before = *after, round;
	FILE *in = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	int err;

	if (!in)
		return -errno;
	while (getline(&line, &size, in) >= 0) {
		if (!strncmp(line, "round:", 6)) {
			round = strtoul(line + 6, NULL, 10) + before;
			if (round > *after)
				*after = round;
			write__round(out, round);
			head = true;
		} else if (head && strncmp(line, "end:", 4)) {
			fputs(line, out);
		}
	}
	err = ferror(in) ? -EIO : 0;
	free(line);
	fclose(in);
	return err;
}

static int write_both(FILE *out, const struct results *r, const struct results *more,
		      enum merge what)
{
	unsigned long round = 0;
	int err = copy(out, r->path, &round, true);

	if (what == MERGE_CELLS)
		round = 0;
	if (!err)
		err = copy(out, more->path, &round, false);
	write__end(out, r->nr_samples + more->nr_samples);
	return err;
}

static int replace(const struct results *r, const struct results *more,
		   enum merge what, struct why *why)
{
	const char *slash = strrchr(r->path, '/');
	int dir = slash ? slash - r->path + 1 : 0, err = 0, failed;
	char *hidden;
	FILE *out;

	if (asprintf(&hidden, "%.*s.%s.%d", dir, r->path, r->path + dir,
		     (int)getpid()) < 0)
		return -ENOMEM;
	out = fopen(hidden, "wxe");
	if (out) {
		err = write_both(out, r, more, what);
		failed = file__finish(out);
		if (!err)
			err = failed;
	}
	if (!out || (!err && rename(hidden, r->path)))
		err = -errno;
	if (err) {
		why__set(why, -err, "%s: %s: make room, or give a file that can be written",
			 r->path, strerror(-err));
		if (out)
			unlink(hidden);
	}
	free(hidden);
	return err;
}

int results__merge(const char *path, const char *more, enum merge what, struct why *why)
{
	struct results *a = NULL, *b = NULL;
	int err = results__load(path, false, &a, why);

	if (!err)
		err = results__load(more, false, &b, why);
	if (!err)
		err = check_same(a, b, why);
	if (!err && what == MERGE_CELLS)
		err = check_apart(a, b, why);
	if (!err)
		err = replace(a, b, what, why);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: try again");
	results__free(a);
	results__free(b);
	return err;
}
