/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command line of vcpuscale-run. */
#ifndef MEASURE_OPTIONS_H
#define MEASURE_OPTIONS_H

#include <stdbool.h>

#include "lib/why.h"
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
 * @max_vcpus:	print how many vCPUs KVM allows a VM, measure nothing
 * @bench:	globs of benchmarks' names, separated by blanks or commas
 * @sizes:	@nr_sizes vCPU counts, in the order given
 * @cells:	file that names the cells to measure, a line each, or NULL
 * @cpus:	to pin threads to, "any" for none; NULL: as the unit needs it
 * @perf:	what perf does around each cell
 * @perf_dir:	where its files go
 * @output:	results file, or NULL for standard output
 * @unit:	what the machine's TSC counts
 * @rounds:	rounds to measure
 * @deadline_ms: for each wait
 */
struct run_options {
	bool list;
	bool check;
	bool stream;
	bool vm_cost;
	bool vm_life;
	bool max_vcpus;
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
 * run_options__parse() - parse the command line
 * @o:		gets the options, defaults where none is given
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int run_options__parse(struct run_options *o, int argc, char **argv, struct why *why);

#endif
