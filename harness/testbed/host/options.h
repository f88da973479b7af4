/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - what vcpuscale-host was asked for, and the two sides of it. */
#ifndef TESTBED_HOST_OPTIONS_H
#define TESTBED_HOST_OPTIONS_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "journal.h"
#include "lib/why.h"
#include "results/head.h"
#include "testbed/testbed.h"

#define SIDES		2
#define INFO_SIZE	1024
#define MAX_RUN_ARGS	12

/**
 * struct host_side - a kernel to measure
 * @dir:	kvm.ko, the vendor's, and info
 * @info:	the file info, lines "key: value" of a results file's head
 * @name:	its line "kernel"
 * @base:	its line "kernel-base"
 * @run:	id of the results file
 * @partial:	the file while it is written, hidden beside its place
 * @path:	its place
 * @perf_partial, @perf_path: the same of the directory with perf's files
 * @f:		@partial, open in the worker
 */
struct host_side {
	const char *dir;
	char info[INFO_SIZE];
	char name[HEAD_NAME_SIZE];
	char base[HEAD_BASE_SIZE];
	char run[64];
	char partial[PATH_MAX];
	char path[PATH_MAX];
	char perf_partial[PATH_MAX];
	char perf_path[PATH_MAX];
	FILE *f;
};

/**
 * struct tally - what the worker leaves behind, in memory that is shared
 * @samples:	sample lines written, a side
 * @swaps:	swaps done
 * @slowest_ms:	the slowest of them
 * @slowest_round_ms: both swaps of a round, of the slowest round
 * @tainted:	the kernel complained: what was measured is not complete
 */
struct tally {
	unsigned long samples[SIDES];
	unsigned int swaps;
	unsigned int slowest_ms;
	unsigned int slowest_round_ms;
	bool tainted;
};

/**
 * struct host_options - a whole measurement
 * @saved:	the saved modules
 * @from:	directory with the saved modules' files
 * @results:	directory the results go to
 * @rounds:	rounds a side
 * @run:	vcpuscale-run with its options, NULL-terminated
 * @nr_run:	of them
 * @perf:	"stat", "record", or NULL
 * @fault:	see fault.h
 * @restore:	only put back what an earlier run has left
 * @check:	only say what stands in the way
 * @vendor:	only print whose module is loaded
 * @sides:	base and head
 * @nr_sides:	of them
 * @tally:	shared with the worker
 */
struct host_options {
	struct saved_modules saved;
	const char *from;
	const char *results;
	unsigned int rounds;
	char *run[MAX_RUN_ARGS + 4];
	unsigned int nr_run;
	const char *perf;
	const char *fault;
	bool restore;
	bool check;
	bool vendor;
	struct host_side sides[SIDES];
	unsigned int nr_sides;
	struct tally *tally;
};

extern const struct testbed testbed_host;

/**
 * host_options__parse() - parse the command line
 * @p:		gets it, defaults where nothing is given
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int host_options__parse(struct host_options *p, int argc, char **argv, struct why *why);

#endif
