// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of vcpuscale-run. */
#include "lib/command-line.h"
#include "options.h"
#include "results/results.h"

#define DEFAULT_SIZES		"1 2 4 8 16 32 64 128 255"
#define DEFAULT_DEADLINE_MS	60000
#define MAX_ROUNDS		1000
#define MAX_DEADLINE_S		86400

enum { OPT_LIST = 256, OPT_BENCH, OPT_VCPUS, OPT_OUTPUT, OPT_STREAM, OPT_CELLS, OPT_UNIT,
	OPT_ROUNDS, OPT_DEADLINE, OPT_VM_COST, OPT_CHECK, OPT_CPUS,
	OPT_PERF, OPT_PERF_DIR, OPT_VM_LIFE, OPT_MAX_VCPUS };

static const struct argp_option descriptions[] = {
	{ "list", OPT_LIST, NULL, 0, "List the benchmarks: name, function under test, samples a round, whether counts repeat, set, question, who does this", 0 },
	{ "check", OPT_CHECK, NULL, 0, "Check the other options and stop", 0 },
	{ "bench", OPT_BENCH, "SET|GLOB", 0, "Only benchmarks of these sets, names or globs; a glob that begins with a wildcard leaves named sets out (default: the default set; all: every set)", 0 },
	{ "vcpus", OPT_VCPUS, "N,N,...", 0, "vCPU counts, as many as KVM allows (default: " DEFAULT_SIZES ")", 0 },
	{ "max-vcpus", OPT_MAX_VCPUS, NULL, 0, "Print how many vCPUs KVM allows a VM", 0 },
	{ "output", OPT_OUTPUT, "FILE", 0, "Write the results there (default: standard output)", 0 },
	{ "rounds", OPT_ROUNDS, "N", 0, "Measure everything N times (default: 1)", 0 },
	{ "deadline", OPT_DEADLINE, "SECONDS", 0, "Give up a cell after this long in one wait (default: 60)", 0 },
	{ "cpus", OPT_CPUS, "LIST|any", 0, "CPUs to pin threads to, as 2-5,8: vCPU 0 to the first, the others to the rest; any pins none (default: all there are; with insns, any)", 0 },
	{ "unit", OPT_UNIT, "ns|insns", 0, "What the clock counts (default: ns)", 0 },
	{ "perf", OPT_PERF, "stat|record", 0, "Run perf around batches of each cell, after its samples; record: of the largest size, in the first round", 0 },
	{ "perf-dir", OPT_PERF_DIR, "DIR", 0, "Where perf.data and reports go (default: .)", 0 },
	{ "vm-cost", OPT_VM_COST, NULL, 0, "Time VMs from nothing to ready to gone against their ioctls alone", 0 },
	{ "vm-life", OPT_VM_LIFE, NULL, 0, "Let one VM of each size live from nothing to ready to gone, print nothing", 0 },
	{ "stream", OPT_STREAM, NULL, 0, "For testbeds: samples alone, each cell announced first", 1 },
	{ "cells", OPT_CELLS, "FILE", 0, "For testbeds: the cells to measure, a name a line", 1 },
	{ 0 }
};

static int parse_sizes(struct run_options *o, const char *text, struct why *why)
{
	struct number_list list = { .at = o->sizes, .room = MAX_SIZES };
	int err = command_line__sizes(&list, text, RESULTS_MAX_VCPUS, why);

	o->nr_sizes = list.nr;
	return err;
}

static int parse_deadline(struct run_options *o, const char *text, struct why *why)
{
	unsigned int seconds;
	int err = command_line__number(&seconds, "deadline", text, MAX_DEADLINE_S, why);

	o->deadline_ms = 1000 * seconds;
	return err;
}

static int parse_unit(struct run_options *o, const char *text, struct why *why)
{
	int insns = command_line__choose("unit", text, "ns", "insns", why);

	o->unit = insns > 0 ? &clock_insns : &clock_ns;
	return insns < 0 ? insns : 0;
}

static int parse_perf(struct run_options *o, const char *text, struct why *why)
{
	int record = command_line__choose("perf", text, "stat", "record", why);

	o->perf = record > 0 ? PERF_RECORD : PERF_STAT;
	return record < 0 ? record : 0;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	const struct command_line *c = state->input;
	struct run_options *o = c->options;

	switch (key) {
	case OPT_LIST:
		o->list = true;
		break;
	case OPT_CHECK:
		o->check = true;
		break;
	case OPT_BENCH:
		o->bench = arg;
		break;
	case OPT_VCPUS:
		return parse_sizes(o, arg, c->why);
	case OPT_OUTPUT:
		o->output = arg;
		break;
	case OPT_ROUNDS:
		return command_line__number(&o->rounds, "rounds", arg, MAX_ROUNDS, c->why);
	case OPT_DEADLINE:
		return parse_deadline(o, arg, c->why);
	case OPT_UNIT:
		return parse_unit(o, arg, c->why);
	case OPT_CPUS:
		o->cpus = arg;
		break;
	case OPT_PERF:
		return parse_perf(o, arg, c->why);
	case OPT_PERF_DIR:
		o->perf_dir = arg;
		break;
	case OPT_VM_COST:
		o->vm_cost = true;
		break;
	case OPT_MAX_VCPUS:
		o->max_vcpus = true;
		break;
	case OPT_VM_LIFE:
		o->vm_life = true;
		break;
	case OPT_STREAM:
		o->stream = true;
		break;
	case OPT_CELLS:
		o->cells = arg;
		break;
	case ARGP_KEY_ARG:
		return command_line__refuse(c->why, "argument", arg,
					    "there are options only, see --help");
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

int run_options__parse(struct run_options *o, int argc, char **argv, struct why *why)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.doc = "Measure KVM's vCPU iteration through /dev/kvm of this machine.",
	};

	*o = (struct run_options){
		.unit = &clock_ns,
		.rounds = 1,
		.perf_dir = ".",
		.deadline_ms = DEFAULT_DEADLINE_MS,
	};
	parse_sizes(o, DEFAULT_SIZES, why);
	return command_line__parse(&argp, "vcpuscale-run", argc, argv, o, why);
}
