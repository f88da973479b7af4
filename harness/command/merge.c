// SPDX-License-Identifier: GPL-2.0-only
/* merge.c - vcpuscale merge: two runs of one kernel as one. */
#include "options.h"
#include "results/merge.h"

#include <errno.h>

struct merge_args {
	struct command_options shared;
	const char *file[2];
	unsigned int nr;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct merge_args *a = p->args;

	if (key == ARGP_KEY_ARG && a->nr < 2) {
		a->file[a->nr++] = arg;
		return 0;
	}
	if (key == ARGP_KEY_ARG)
		return -why__set(p->why, EINVAL, "'%.80s': too many operands: name FILE and MORE",
				 arg);
	if (key != ARGP_KEY_END || p->help || a->nr == 2)
		return ARGP_ERR_UNKNOWN;
	return -why__set(p->why, EINVAL, "%s missing: name two results files of one kernel",
			 a->nr ? "MORE" : "FILE and MORE");
}

static int run(const void *args, struct why *why)
{
	const struct merge_args *a = args;

	return results__merge(a->file[0], a->file[1], why);
}

COMMAND(merge) = {
	.name = "merge",
	.doc = "append the rounds of a run to those of another\vBoth are whole results files of one kernel on one machine. FILE is replaced; MORE stays.",
	.operands = "FILE MORE",
	.parser = parse,
	.size = sizeof(struct merge_args),
	.run = run,
};
