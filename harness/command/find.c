// SPDX-License-Identifier: GPL-2.0-only
/* find.c - vcpuscale find: which stored files the scripts have to look at. */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/numbers.h"
#include "report/report.h"
#include "results/find.h"
#include "results/kind.h"
#include "results/load.h"

enum { KEY_NOT = 256, KEY_KERNEL_ID, KEY_BENCH, KEY_VCPUS, KEY_EXACT, KEY_VALID };

/**
 * struct find_args - which runs
 * @other_than: the newest of another kernel than this one, or NULL
 * @kernel_id: all of this build, or NULL
 * @benches: names of benchmarks that a run has, separated by blanks; NULL for any
 * @vcpus: sizes at which it has them, likewise
 * @exact: it has them as counts that repeat
 * @valid: it has a sample at all
 * @files: @nr_files kernels or results files
 */
struct find_args {
	struct command_options shared;
	const char *other_than;
	const char *kernel_id;
	const char *benches;
	const char *vcpus;
	bool exact;
	bool valid;
	char **files;
	size_t nr_files;
};

/* Behind the path stands what a folder of plots is called after. */
static void print_run(const struct results *r)
{
	char base[STORED_NAME], kernel[STORED_NAME];

	if (r->passed_over)
		fprintf(stderr, "vcpuscale: a newer run was passed over: %s\n",
			r->passed_over);
	printf("%s\t%s\t%s\n", r->path, stored__name(base, results__base(r)),
	       stored__name(kernel, report__name(r)));
}

static int find_names(const struct find_args *a, struct why *why)
{
	struct results **runs = calloc(a->nr_files, sizeof(*runs));
	int err = runs ? 0 : why__set(why, ENOMEM, "out of memory: try again");
	size_t i;

	if (!err)
		err = results__find(&a->shared.store, a->files, a->nr_files,
				    a->shared.compare.force, runs, why);
	for (i = 0; runs && i < a->nr_files; i++) {
		if (!err)
			print_run(runs[i]);
		results__free(runs[i]);
	}
	free(runs);
	return err;
}

/* @other_than may be a file: then it is that of the file's kernel. */
static int find_newest(const struct find_args *a, struct why *why)
{
	struct results *other = NULL, *r;
	char *name = (char *)a->other_than;
	int err = 0;

	if (name && results__is_path(name))
		err = results__find(&a->shared.store, &name, 1, true, &other, why);
	if (!err)
		err = results__newest(&a->shared.store, NULL,
				      other ? report__name(other) : name,
				      a->shared.compare.force, &r, why);
	results__free(other);
	if (err)
		return err;
	print_run(r);
	results__free(r);
	return 0;
}

/* A cell has samples, or the reason why there are none. */
static bool has_cell(const struct find_args *a, const struct results *r, const char *bench,
		     unsigned int vcpus)
{
	const struct unit *unit;
	bool found = false;
	size_t i;

	for (i = 0; i < r->nr_cells; i++) {
		if (r->cells[i]->vcpus != vcpus || strcmp(r->cells[i]->bench, bench))
			continue;
		unit = results__unit(r, r->cells[i]->unit);
		found |= unit && !unit->informational && (unit->exact || !a->exact);
	}
	return found || (!a->exact && (results__note(r, true, bench, vcpus) ||
				       results__note(r, false, bench, vcpus)));
}

static bool has_sizes(const struct find_args *a, const struct results *r, const char *bench)
{
	unsigned int sizes[OPTIONS_MAX_SIZES], i;
	struct number_list list = { .at = sizes, .room = OPTIONS_MAX_SIZES };

	numbers__list(&list, a->vcpus ? a->vcpus : "", RESULTS_MAX_VCPUS);
	for (i = 0; i < list.nr; i++)
		if (!has_cell(a, r, bench, sizes[i]))
			return false;
	return true;
}

static bool has_benches(const struct find_args *a, const struct results *r)
{
	char *names = strdup(a->benches ? a->benches : ""), *name, *rest = NULL;
	bool has = names;

	for (name = has ? strtok_r(names, " \n", &rest) : NULL; has && name;
	     name = strtok_r(NULL, " \n", &rest))
		has = has_sizes(a, r, name);
	free(names);
	return has;
}

static bool is_of(const struct find_args *a, const struct stored_run *run,
		  const struct results *r)
{
	return results_store__holds(&a->shared.store, run, r) &&
	       (!r->incomplete || a->shared.compare.force) &&
	       (r->nr_samples || !a->valid) &&
	       !strcmp(results__get(r, "kernel-id"), a->kernel_id) && has_benches(a, r);
}

/* The newest first. A damaged file is not one of those that are asked for. */
static int find_by_id(const struct find_args *a, struct why *why)
{
	struct why none = { "" };
	struct stored stored;
	struct results *r;
	size_t i;
	int err = stored__list(a->shared.store.dir, a->shared.store.testbed, ".txt", &stored);

	for (i = stored.nr; i > 0; i--) {
		const struct stored_run *run = &stored.runs[i - 1];

		if (!results_store__may_hold(&a->shared.store, run) ||
		    results__load(run->path, a->shared.compare.force, &r, &none))
			continue;
		if (is_of(a, run, r))
			print_run(r);
		results__free(r);
	}
	stored__free(&stored);
	return err == -ENOMEM ? why__set(why, ENOMEM, "out of memory: try again") : 0;
}

static int run(const void *args, struct why *why)
{
	const struct find_args *a = args;

	if (a->nr_files)
		return find_names(a, why);
	return a->kernel_id ? find_by_id(a, why) : find_newest(a, why);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct find_args *a = p->args;

	switch (key) {
	case KEY_NOT:
		a->other_than = arg;
		return 0;
	case KEY_KERNEL_ID:
		a->kernel_id = arg;
		return 0;
	case KEY_BENCH:
		a->benches = arg;
		return 0;
	case KEY_VCPUS:
		a->vcpus = arg;
		return -options__check_sizes(arg, p->why);
	case KEY_EXACT:
		a->exact = true;
		return 0;
	case KEY_VALID:
		a->valid = true;
		return 0;
	case ARGP_KEY_ARGS:
		a->files = state->argv + state->next;
		a->nr_files = state->argc - state->next;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{ "not", KEY_NOT, "KERNEL", 0, "the newest run of another kernel than this one", 0 },
	{ "kernel-id", KEY_KERNEL_ID, "ID", 0,
	  "all complete runs of this build, the newest first", 0 },
	{ "bench", KEY_BENCH, "NAME...", 0, "of these only those that have all these benchmarks", 0 },
	{ "vcpus", KEY_VCPUS, "N,...", 0, "and at all these sizes", 0 },
	{ "exact", KEY_EXACT, NULL, 0, "and as counts that repeat", 0 },
	{ "valid", KEY_VALID, NULL, 0, "of these only those that have a sample at all", 0 },
	{ 0 }
};

COMMAND(find) = {
	.name = "find",
	.doc = "print which stored file a name stands for\vRUN is a kernel (its newest run) or a results file; several are of one base, as with compare. Without RUN the newest run of all is found. Prints a line a run: path, base and kernel, separated by tabs.",
	.operands = "[RUN...]",
	.shared = { &options__results, &options__runs, &options__force },
	.options = options,
	.parser = parse,
	.size = sizeof(struct find_args),
	.run = run,
};
