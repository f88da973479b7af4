// SPDX-License-Identifier: GPL-2.0-only
/* split.c - vcpuscale split: one run as two that were measured in turns. */
#include "options.h"

#include <errno.h>
#include <stdio.h>

#include "results/split.h"

struct split_args {
	struct command_options shared;
	const char *file;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct split_args *a = p->args;

	if (key == ARGP_KEY_ARG && !a->file) {
		a->file = arg;
		return 0;
	}
	if (key == ARGP_KEY_ARG)
		return -why__set(p->why, EINVAL, "'%.80s': too many operands: name one FILE", arg);
	if (key != ARGP_KEY_END || p->help || a->file)
		return ARGP_ERR_UNKNOWN;
	return -why__set(p->why, EINVAL, "FILE missing: name a results file");
}

static int run(const void *args, struct why *why)
{
	const struct split_args *a = args;
	char sides[2][PATH_MAX];
	int err = results__split(a->file, sides, why);

	if (!err)
		printf("%s\n%s\n", sides[0], sides[1]);
	return err;
}

COMMAND(split) = {
	.name = "split",
	.doc = "make two runs of the rounds of one, as if measured in turns\vRounds go to a, b, b, a. The two files are written beside FILE, called after its run; their paths are printed.",
	.operands = "FILE",
	.parser = parse,
	.size = sizeof(struct split_args),
	.run = run,
};
