// SPDX-License-Identifier: GPL-2.0-only
/* find.c - the subcommand find: which stored files the scripts have to look at. */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "results/find.h"
#include "results/kind.h"
#include "results/load.h"

/* What a folder of plots is called after stands behind the path. */
static void print_run(const struct results *r)
{
	if (r->passed_over)
		fprintf(stderr, "vcpuscale: a newer run was passed over: %s\n",
			r->passed_over);
	printf("%s\t%s\t%s\n", r->path, results__base(r) ?: "unknown",
	       report__name(r));
}

static int find_names(const struct options *o, struct why *why)
{
	struct results **runs = calloc(o->nr_files, sizeof(*runs));
	int err = runs ? 0 : why__set(why, ENOMEM, "out of memory: try again");
	size_t i;

	if (!err)
		err = results__find(&o->shelf, o->files, o->nr_files,
				    o->compare.force, runs, why);
	for (i = 0; runs && i < o->nr_files; i++) {
		if (!err)
			print_run(runs[i]);
		results__free(runs[i]);
	}
	free(runs);
	return err;
}

/* @other_than may be a file: then it is that of the file's kernel. */
static int find_newest(const struct options *o, struct why *why)
{
	struct results *other = NULL, *r;
	char *name = (char *)o->other_than;
	int err = 0;

	if (name && results__is_path(name))
		err = results__find(&o->shelf, &name, 1, true, &other, why);
	if (!err)
		err = results__newest(&o->shelf, NULL,
				      other ? report__name(other) : name,
				      o->compare.force, &r, why);
	results__free(other);
	if (err)
		return err;
	print_run(r);
	results__free(r);
	return 0;
}

static bool is_of(const struct options *o, const struct stored_run *run,
		  const struct results *r)
{
	return shelf__holds(&o->shelf, run, r) &&
	       (!r->incomplete || o->compare.force) &&
	       !strcmp(results__get(r, "kernel-id"), o->kernel_id);
}

/* The newest first. A damaged file is not one of those that are asked for. */
static int find_by_id(const struct options *o, struct why *why)
{
	struct why none = { "" };
	struct stored stored;
	struct results *r;
	size_t i;
	int err = stored__list(o->shelf.dir, o->shelf.testbed, ".txt", &stored);

	for (i = stored.nr; i > 0; i--) {
		const struct stored_run *run = &stored.runs[i - 1];

		if (!shelf__may_hold(&o->shelf, run) ||
		    results__load(run->path, o->compare.force, &r, &none))
			continue;
		if (is_of(o, run, r))
			print_run(r);
		results__free(r);
	}
	stored__free(&stored);
	return err == -ENOMEM ? why__set(why, ENOMEM, "out of memory: try again") : 0;
}

int command__find(const struct options *o, struct why *why)
{
	if (o->nr_files)
		return find_names(o, why);
	return o->kernel_id ? find_by_id(o, why) : find_newest(o, why);
}
