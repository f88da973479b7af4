// SPDX-License-Identifier: GPL-2.0-only
/* attribute.c - vcpuscale attribute: attribute what a run has counted to functions and lines. */
#include "options.h"

#include <errno.h>
#include <string.h>

#include "profile/make.h"

enum { KEY_MODULES = 256, KEY_BASE, KEY_PROGRAM, KEY_GUESTS };

struct attribute_args {
	struct command_options shared;
	struct profile_sources sources;
	const char *run;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct attribute_args *a = p->args;

	switch (key) {
	case KEY_MODULES:
		a->sources.modules = arg;
		return 0;
	case KEY_BASE:
		a->sources.base = arg;
		return 0;
	case KEY_PROGRAM:
		a->sources.program = arg;
		return 0;
	case KEY_GUESTS:
		a->sources.guests = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (a->run)
			return -why__set(p->why, EINVAL,
					 "'%.80s': too many operands: name one results file", arg);
		a->run = arg;
		return 0;
	case ARGP_KEY_END:
		if (!p->help && !a->run)
			return -why__set(p->why, EINVAL, "RUN missing: name a results file");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run(const void *args, struct why *why)
{
	const struct attribute_args *a = args;

	return profile__make(a->run, &a->sources, why);
}

static const struct argp_option options[] = {
	{ "modules", KEY_MODULES, "DIR", 0, "the kernel that was measured, with its modules' debug information: for lines", 0 },
	{ "base", KEY_BASE, "DIR", 0, "the kernel that it is compared with: which functions' code differs goes to changed.tsv", 0 },
	{ "program", KEY_PROGRAM, "FILE", 0, "the measuring program: for its functions", 0 },
	{ "guests", KEY_GUESTS, "DIR", 0, "folders with guests' payload.elf: for their functions", 0 },
	{ 0 }
};

COMMAND(attribute) = {
	.name = "attribute",
	.doc = "attribute what a run has counted to functions and lines\vRUN.txt is a results file; RUN.profile/ beside it holds raw profiles, and gets functions.tsv, which compare reads, and a file for callgrind_annotate and KCachegrind a cell.",
	.operands = "RUN.txt",
	.options = options,
	.parser = parse,
	.size = sizeof(struct attribute_args),
	.run = run,
};
