/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * options.h - the command line of vcpuscale-run.
 */
#ifndef MEASURE_OPTIONS_H
#define MEASURE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "measure.h"

#define MAX_SIZES	255

/**
 * struct run_options - what vcpuscale-run was asked for
 * @list:	print the benchmarks and stop
 * @check:	check the options and stop
 * @stream:	samples alone, each cell announced before it begins: for a
 *		testbed that reads them as they come
 * @vm_cost:	time VMs, not benchmarks
 * @vm_life:	let VMs live once, measure nothing
 * @bench:	globs of benchmarks' names, separated by blanks or commas
 * @sizes:	@nr_sizes vCPU counts, in the order given
 * @cells:	file that names the cells to measure, a line each, or NULL
 * @cpus:	to pin threads to, "any" for none; NULL: as the unit needs it
 * @perf:	what perf does around each cell
 * @perf_dir:	where its files go
 * @output:	results file, or NULL for standard output
 * @unit:	of the samples
 * @rounds:	rounds to measure
 * @deadline_ms: for each wait
 */
struct run_options {
	bool list;
	bool check;
	bool stream;
	bool vm_cost;
	bool vm_life;
	const char *bench;
	unsigned int sizes[MAX_SIZES];
	unsigned int nr_sizes;
	const char *cells;
	const char *cpus;
	enum perf_mode perf;
	const char *perf_dir;
	const char *output;
	const struct clock_unit *unit;
	unsigned int rounds;
	unsigned int deadline_ms;
};

/**
 * run_options__parse() - parse the command line; exits with 2 if it is wrong
 * @o:	gets the options, defaults where none is given
 */
void run_options__parse(struct run_options *o, int argc, char **argv);

/**
 * run_options__parse_sizes() - "1 2,255" to vCPU counts
 * @o:		gets sizes and nr_sizes
 * @text:	numbers of 1 to GUEST_MAX_VCPUS, separated by blanks or commas
 * @wrong:	gets the first part that is none
 * @size:	of @wrong
 *
 * Return: 0, or -EINVAL; -E2BIG: it is one more than MAX_SIZES.
 */
int run_options__parse_sizes(struct run_options *o, const char *text, char *wrong, size_t size);

#endif
