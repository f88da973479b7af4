// SPDX-License-Identifier: GPL-2.0-only
/* merge.c - vcpuscale merge: runs of one kernel as one. */
#include "options.h"
#include "results/merge.h"

#include <errno.h>

enum { KEY_CELLS = 256 };

/**
 * struct merge_args - what is appended to what
 * @what: what the others have that the first has not
 * @files: @nr_files results files; the first gets the others
 */
struct merge_args {
	struct command_options shared;
	enum merge what;
	char **files;
	size_t nr_files;
};

static const struct argp_option descriptions[] = {
	{ "cells", KEY_CELLS, NULL, 0, "MORE has other cells of the same rounds, no later rounds", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct merge_args *a = p->args;

	(void)arg;
	switch (key) {
	case KEY_CELLS:
		a->what = MERGE_CELLS;
		return 0;
	case ARGP_KEY_ARGS:
		a->files = state->argv + state->next;
		a->nr_files = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (p->help || a->nr_files >= 2)
			return 0;
		return -why__set(p->why, EINVAL, "%s missing: name results files of one kernel",
				 a->nr_files ? "MORE" : "FILE and MORE");
	}
	return ARGP_ERR_UNKNOWN;
}

static int run(const void *args, struct why *why)
{
	const struct merge_args *a = args;
	int err = 0;
	size_t i;

	for (i = 1; !err && i < a->nr_files; i++)
		err = results__merge(a->files[0], a->files[i], a->what, why);
	return err;
}

COMMAND(merge) = {
	.name = "merge",
	.doc = "append the rounds of a run to those of another\vAll are whole results files of one kernel on one machine. FILE is replaced, by each MORE in turn; MORE stays.",
	.operands = "FILE MORE...",
	.options = descriptions,
	.parser = parse,
	.size = sizeof(struct merge_args),
	.run = run,
};
