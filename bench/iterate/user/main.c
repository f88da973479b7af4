// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-iterate: what iterating costs, here or in the kernel.
 */
#include <argp.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/valgrind.h>

#include "../batch.h"
#include "../platform.h"
#include "lib/numbers.h"
#include "measure.h"
#include "names.h"

#define DEFAULT_SIZES	"1 2 4 8 16 32 64 128 255 512 1024 2048 4096"

const char *argp_program_version = "vcpuscale-iterate " VCPUSCALE_VERSION;
error_t argp_err_exit_status = 2;

enum { OPT_LIST = 256, OPT_BENCH, OPT_VCPUS, OPT_ROUNDS, OPT_MODULE, OPT_STREAM, OPT_CELLS, OPT_UNIT };

static const struct argp_option descriptions[] = {
	{ "list", OPT_LIST, NULL, 0, "List the benchmarks", 0 },
	{ "bench", OPT_BENCH, "GLOB", 0, "Only benchmarks whose name matches (default: all)", 0 },
	{ "vcpus", OPT_VCPUS, "N,N,...", 0, "Objects, 1 to 4096 (default: " DEFAULT_SIZES ")", 0 },
	{ "rounds", OPT_ROUNDS, "N", 0, "Measure everything N times, on new memory (default: 1)", 0 },
	{ "module", OPT_MODULE, NULL, 0, "Measure the kernel's walks through /dev/" ITERATE_DEVICE, 0 },
	{ "unit", OPT_UNIT, "ns|insns", 0, "What the module's clock counts (default: ns); insns implies --module", 0 },
	{ "stream", OPT_STREAM, NULL, 0, "For testbeds: samples alone, each cell announced first", 1 },
	{ "cells", OPT_CELLS, "FILE", 0, "For testbeds: the cells to measure, a name a line", 1 },
	{ 0 }
};

static void __attribute__((noreturn)) refuse(const char *what, const char *value, const char *advice)
{
	fprintf(stderr, "vcpuscale: %s %.60s: %s\n", what, value, advice);
	exit(2);
}

static void parse_sizes(struct measure *m, const char *text)
{
	struct number_list list = { .at = m->sizes, .room = MEASURE_MAX_SIZES };
	int err = numbers__list(&list, text, ITERATE_MAX_OBJECTS);

	if (err == -E2BIG)
		refuse("vCPU counts", text, "give fewer");
	if (err)
		refuse("vCPU count", err == -ENODATA ? "missing" : list.wrong,
		       "give whole numbers of 1 to 4096");
	m->nr_sizes = list.nr;
}

static void parse_rounds(struct measure *m, const char *text)
{
	m->rounds = numbers__whole(text, 1000);
	if (!m->rounds)
		refuse("rounds", text, "give a whole number of 1 to 1000");
}

static void parse_unit(struct measure *m, const char *text)
{
	if (strcmp(text, "ns") && strcmp(text, "insns"))
		refuse("unit", text, "give ns or insns");
	m->insns = !strcmp(text, "insns");
	if (m->insns)
		m->form = &form_module;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	struct measure *m = state->input;

	switch (key) {
	case OPT_LIST:
		m->list = true;
		break;
	case OPT_BENCH:
		m->bench = arg;
		break;
	case OPT_VCPUS:
		parse_sizes(m, arg);
		break;
	case OPT_ROUNDS:
		parse_rounds(m, arg);
		break;
	case OPT_MODULE:
		m->form = &form_module;
		break;
	case OPT_UNIT:
		parse_unit(m, arg);
		break;
	case OPT_STREAM:
		m->stream = true;
		break;
	case OPT_CELLS:
		m->cells = arg;
		break;
	case ARGP_KEY_ARG:
		refuse("argument", arg, "there are options only, see --help");
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* With @show, prints those that match. */
static void match(const struct measure *m, bool show)
{
	struct iterate_cell cell;
	char name[NAMES_SIZE];
	int matches = 0;

	names__first(&cell);
	do {
		names__bench(&cell, name);
		if (fnmatch(m->bench, name, 0))
			continue;
		matches++;
		if (show)
			puts(name);
	} while (names__next(&cell));
	if (!matches)
		refuse("no benchmark matches", m->bench, "vcpuscale-iterate --list shows all");
}

int main(int argc, char **argv)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.doc = "Measure what visiting N objects costs that are laid out as vCPUs.",
	};
	struct measure m = { .form = &form_user, .rounds = 1, .bench = "*" };
	int err;

	parse_sizes(&m, DEFAULT_SIZES);
	argp_parse(&argp, argc, argv, 0, NULL, &m);
	match(&m, m.list);
	if (m.list)
		return 0;
	if (m.form == &form_module && form__open_module())
		refuse("no /dev/" ITERATE_DEVICE ":", strerror(errno),
		       "load the module as root, or leave out --module");
	urcu_memb_register_thread();
	urcu_mb_register_thread();
	m.counts = RUNNING_ON_VALGRIND;
	err = m.cells ? measure__cells(&m) : measure__all(&m);
	batch__finish();
	urcu_mb_unregister_thread();
	urcu_memb_unregister_thread();
	if (err)
		refuse("measuring failed:", strerror(-err), "see the kernel's log");
	if (fflush(stdout))
		refuse("standard output:", strerror(errno), "make room, then measure again");
	return 0;
}
