// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of vcpuscale-iterate. */
#include <stdio.h>

#include "../batch.h"
#include "../platform.h"
#include "lib/command-line.h"
#include "options.h"

#define DEFAULT_SIZES	"1 2 4 8 16 32 64 128 255 512 1024 2048 4096"

enum {
	OPT_LIST = 256, OPT_BENCH, OPT_VCPUS, OPT_ROUNDS, OPT_MODULE, OPT_STREAM, OPT_CELLS,
	OPT_UNIT, OPT_COUNTS, OPT_CALLGRIND, OPT_RESULTS, OPT_INFO,
};

static const struct argp_option descriptions[] = {
	{ "list", OPT_LIST, NULL, 0, "List the benchmarks", 0 },
	{ "bench", OPT_BENCH, "GLOB", 0, "Only benchmarks whose name matches (default: all)", 0 },
	{ "vcpus", OPT_VCPUS, "N,N,...", 0, "Objects, 1 to 4096 (default: " DEFAULT_SIZES ")", 0 },
	{ "rounds", OPT_ROUNDS, "N", 0, "Measure everything N times, on new memory (default: 1)", 0 },
	{ "module", OPT_MODULE, NULL, 0, "Measure the kernel's walks through /dev/" ITERATE_DEVICE, 0 },
	{ "unit", OPT_UNIT, "ns|insns", 0, "What the module's clock counts (default: ns); insns implies --module", 0 },
	{ "callgrind", OPT_CALLGRIND, "FILE", 0, "Measure nothing: samples from what callgrind counted of this program", 0 },
	{ "results", OPT_RESULTS, "DIR", 0, "Store the samples there and print the path (default: print them)", 0 },
	{ "info", OPT_INFO, "FILE", 0, "For --results: the lines that describe the kernel", 0 },
	{ "stream", OPT_STREAM, NULL, 0, "For testbeds: samples alone, each cell announced first", 1 },
	{ "cells", OPT_CELLS, "FILE", 0, "For testbeds: the cells to measure, a name a line", 1 },
	{ "counts", OPT_COUNTS, "FILE", 0, "For tests: walk each of these cells once, print nothing: who watches counts", 1 },
	{ 0 }
};

static int parse_sizes(struct measure *m, const char *text, struct why *why)
{
	struct number_list list = { .at = m->sizes, .room = MEASURE_MAX_SIZES };
	int err = command_line__sizes(&list, text, ITERATE_MAX_OBJECTS, why);

	m->nr_sizes = list.nr;
	return err;
}

static int parse_unit(struct measure *m, const char *text, struct why *why)
{
	int insns = command_line__choose("unit", text, "ns", "insns", why);

	m->insns = insns > 0;
	if (m->insns)
		m->form = &form_module;
	return insns < 0 ? insns : 0;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	const struct command_line *c = state->input;
	struct iterate_options *o = c->options;
	struct measure *m = &o->measure;

	switch (key) {
	case OPT_LIST:
		m->list = true;
		break;
	case OPT_BENCH:
		m->bench = arg;
		break;
	case OPT_VCPUS:
		return parse_sizes(m, arg, c->why);
	case OPT_ROUNDS:
		return command_line__number(&m->rounds, "rounds", arg, 1000, c->why);
	case OPT_MODULE:
		m->form = &form_module;
		break;
	case OPT_UNIT:
		return parse_unit(m, arg, c->why);
	case OPT_COUNTS:
		m->counts = true;
		m->cells = arg;
		break;
	case OPT_STREAM:
		m->stream = true;
		break;
	case OPT_CELLS:
		m->cells = arg;
		break;
	case OPT_CALLGRIND:
		o->callgrind = arg;
		break;
	case OPT_RESULTS:
		o->store.results = arg;
		break;
	case OPT_INFO:
		o->store.info = arg;
		break;
	case ARGP_KEY_END:
		if (!o->store.results != !o->store.info)
			return command_line__refuse(c->why, "--results and --info", "belong together",
						    "give both or neither");
		break;
	case ARGP_KEY_ARG:
		return command_line__refuse(c->why, "argument", arg,
					    "there are options only, see --help");
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

int iterate_options__parse(struct iterate_options *o, int argc, char **argv, struct why *why)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.doc = "Measure what visiting N objects costs that are laid out as vCPUs.",
	};

	*o = (struct iterate_options){
		.measure = { .form = &form_user, .rounds = 1, .bench = "*", .out = stdout },
		.store = { .testbed = "iterate-user" },
	};
	parse_sizes(&o->measure, DEFAULT_SIZES, why);
	return command_line__parse(&argp, "vcpuscale-iterate", argc, argv, o, why);
}
