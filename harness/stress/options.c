// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of vcpuscale-stress. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/command-line.h"
#include "options.h"

#define MAX_SECONDS	100000000

enum { OPT_SEED = 256, OPT_SECONDS };

static const struct argp_option descriptions[] = {
	{ "seed", OPT_SEED, "N", 0, "Of all that is random (default: $STRESS_SEED, or 1)", 0 },
	{ "seconds", OPT_SECONDS, "N", 0, "How long (default: $STRESS_SECONDS, or 60)", 0 },
	{ 0 }
};

/* Any 64 bits are a seed, in C's notation. */
static int parse_seed(struct stress_options *o, const char *text, struct why *why)
{
	char *end;

	errno = 0;
	o->seed = strtoull(text, &end, 0);
	if (errno || end == text || *end)
		return command_line__refuse(why, "seed", text, "give a whole number");
	return 0;
}

static int parse_seconds(struct stress_options *o, const char *text, struct why *why)
{
	unsigned int seconds;
	int err = command_line__number(&seconds, "seconds", text, MAX_SECONDS, why);

	o->seconds = seconds;
	return err;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	const struct command_line *c = state->input;

	switch (key) {
	case OPT_SEED:
		return parse_seed(c->options, arg, c->why);
	case OPT_SECONDS:
		return parse_seconds(c->options, arg, c->why);
	case ARGP_KEY_ARG:
		return command_line__refuse(c->why, "argument", arg,
					    "there are options only, see --help");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int stress_options__parse(struct stress_options *o, int argc, char **argv, struct why *why)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.doc = "Let many VMs live at once, and all happen to them at random.",
	};
	const char *seed = getenv("STRESS_SEED"), *seconds = getenv("STRESS_SECONDS");
	int err = 0;

	*o = (struct stress_options){ .seed = 1, .seconds = 60 };
	if (seed)
		err = parse_seed(o, seed, why);
	if (!err && seconds)
		err = parse_seconds(o, seconds, why);
	if (err || getpid() == 1)
		return err;
	return command_line__parse(&argp, "vcpuscale-stress", argc, argv, o, why);
}
