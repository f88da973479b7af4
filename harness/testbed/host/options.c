// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of vcpuscale-host. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "lib/command-line.h"
#include "options.h"

#define STATE_DIR	"/run/vcpuscale-host"

enum { OPT_SAVED = 256, OPT_RESULTS, OPT_ROUNDS, OPT_RUN, OPT_RUN_OPTION, OPT_STATE, OPT_FAULT,
	OPT_RESTORE, OPT_CHECK, OPT_VENDOR, OPT_PERF };

static const struct argp_option descriptions[] = {
	{ "saved", OPT_SAVED, "DIR", 0, "Files of the modules that are loaded now, not compressed", 0 },
	{ "results", OPT_RESULTS, "DIR", 0, "Where results go (default: results)", 0 },
	{ "rounds", OPT_ROUNDS, "N", 0, "Rounds a side (default: the testbed's)", 0 },
	{ "run", OPT_RUN, "FILE", 0, "vcpuscale-run", 0 },
	{ "run-option", OPT_RUN_OPTION, "OPTION", 0, "Give it to vcpuscale-run; several times", 0 },
	{ "perf", OPT_PERF, "stat|record", 0, "Run perf around each cell, or the largest of each benchmark", 0 },
	{ "check", OPT_CHECK, NULL, 0, "Say what stands in the way, change nothing", 0 },
	{ "vendor", OPT_VENDOR, NULL, 0, "Print whose module KVM uses here, amd or intel, and stop", 0 },
	{ "restore", OPT_RESTORE, NULL, 0, "Put back what a killed run has left, and stop", 0 },
	{ "state", OPT_STATE, "DIR", 0, "Where the saved modules are kept (default: " STATE_DIR ")", 1 },
	{ "fault", OPT_FAULT, "N:ACTION", 0, "For tests: let step N go wrong", 1 },
	{ 0 }
};

static int add_run_option(struct host_options *p, char *option, struct why *why)
{
	if (p->nr_run > MAX_RUN_ARGS)
		return command_line__refuse(why, "run-option", option, "give fewer of them");
	p->run[p->nr_run++] = option;
	return 0;
}

static int parse_perf(struct host_options *p, const char *mode, struct why *why)
{
	int record = command_line__choose("perf", mode, "stat", "record", why);

	p->perf = mode;
	return record < 0 ? record : 0;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	const struct command_line *c = state->input;
	struct host_options *p = c->options;

	switch (key) {
	case OPT_SAVED:
		p->from = arg;
		break;
	case OPT_RESULTS:
		p->results = arg;
		break;
	case OPT_ROUNDS:
		return command_line__number(&p->rounds, "rounds", arg, 1000, c->why);
	case OPT_RUN:
		p->run[0] = arg;
		break;
	case OPT_RUN_OPTION:
		return add_run_option(p, arg, c->why);
	case OPT_STATE:
		snprintf(p->saved.dir, sizeof(p->saved.dir), "%s", arg);
		break;
	case OPT_FAULT:
		p->fault = arg;
		break;
	case OPT_PERF:
		return parse_perf(p, arg, c->why);
	case OPT_RESTORE:
		p->restore = true;
		break;
	case OPT_CHECK:
		p->check = true;
		break;
	case OPT_VENDOR:
		p->vendor = true;
		break;
	case ARGP_KEY_ARG:
		if (p->nr_sides == SIDES)
			return ARGP_ERR_UNKNOWN;
		p->sides[p->nr_sides++].dir = arg;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

int host_options__parse(struct host_options *p, int argc, char **argv, struct why *why)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.args_doc = "BASE_DIR HEAD_DIR",
		.doc = "Exchange this machine's KVM modules, measure, put them back; print the paths of both results files.",
	};
	int err;

	*p = (struct host_options){ .results = "results", .rounds = testbed_host.rounds, .nr_run = 1 };
	strcpy(p->saved.dir, STATE_DIR);
	err = command_line__parse(&argp, "vcpuscale-host", argc, argv, p, why);
	if (err)
		return err;
	p->tally = mmap(NULL, sizeof(*p->tally), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->tally == MAP_FAILED)
		return why__set(why, ENOMEM, "out of memory: make room");
	if (p->restore || p->check || p->vendor)
		return 0;
	if (!p->from || !p->run[0] || p->nr_sides != SIDES)
		return why__set(why, EINVAL,
				"incomplete: give --saved, --run, BASE_DIR and HEAD_DIR");
	return 0;
}
