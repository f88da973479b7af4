/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - what the user asked for, and what the kernels say of themselves. */
#ifndef TESTBED_MACHINE_OPTIONS_H
#define TESTBED_MACHINE_OPTIONS_H

#include <limits.h>
#include <stdbool.h>

#include "lib/why.h"
#include "matrix.h"
#include "results/head.h"
#include "testbed/testbed.h"

#define VALUE_SIZE	128
#define MAX_SIZES	255
#define MAX_BENCHES	256

/**
 * struct machine_kernel - one side of the comparison
 * @dir:	holds kvm.ko, kvm-amd.ko and info
 * @image:	holds vmlinuz and irqbypass.ko: @dir of a whole kernel, else setup's line
 * @info:	the file info, lines "key: value" of a results file's head
 * @name:	its line "kernel"
 * @base:	its line "kernel-base"
 * @run:	id of the results file to write
 */
struct machine_kernel {
	const char *dir;
	const char *image;
	char info[1024];
	char name[HEAD_NAME_SIZE];
	char base[HEAD_BASE_SIZE];
	char run[VALUE_SIZE];
};

/**
 * struct machine_options - a whole measurement
 * @build:	build directory: vcpuscale-run, init, logs
 * @line:	directory with vmlinuz and irqbypass.ko, for modules that come without
 * @two_images:	the sides differ in more than their modules: a boot has one side
 * @results:	directory the results go to
 * @kind:	the testbed
 * @testbed:	its name in results; "iterate-" before it if vcpuscale-iterate measures
 * @iterate:	vcpuscale-iterate measures, which lies beside each side's module
 * @perf:	"stat", "record", or NULL
 * @profile:	count each instruction and each cache miss in one round
 * @profile_all:	at each size; else at one vCPU and at the largest size
 * @check:	only say whether that can be done
 * @cache:	the caches that are simulated, as in "l1d=32K:8,l2=1M:16", or NULL
 * @bench:	globs of benchmarks, NULL for all
 * @vcpus:	them as they were given
 * @sizes:	@nr_sizes vCPU counts
 * @rounds:	rounds a side
 * @sparing:	cells that repeat need not be measured in each: nobody has said how many
 * @seed:	of what is random in the machines, each boot's its own; 0: the same in all
 * @silence:	seconds after which a machine that says nothing is ended
 * @machines:	machines that may run at once
 * @varies:	names of the benchmarks among them whose counts do not repeat
 * @nr_sides:	2, or 1 to measure a kernel alone
 * @sides:	base and head
 */
struct machine_options {
	const char *build;
	const char *line;
	bool two_images;
	const char *results;
	const struct testbed *kind;
	const char *testbed;
	bool iterate;
	const char *perf;
	bool profile;
	bool profile_all;
	bool check;
	const char *cache;
	const char *bench;
	const char *vcpus;
	unsigned int sizes[MAX_SIZES];
	unsigned int nr_sizes;
	unsigned int rounds;
	bool sparing;
	unsigned int seed;
	unsigned int silence;
	unsigned int machines;
	char varies[8192];
	unsigned int nr_sides;
	struct machine_kernel sides[SIDES];
};

/**
 * machine_options__parse() - parse the command line, read what the kernels say
 * @s:		gets it, defaults where nothing is given
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int machine_options__parse(struct machine_options *s, int argc, char **argv, struct why *why);

/**
 * machine_options__path() - path of a file of a side's run, as head__path()
 * @path:	PATH_MAX bytes
 */
void machine_options__path(char *path, const struct machine_options *s, int side,
			   const char *prefix, const char *suffix);

/**
 * machine_options__benches() - the benchmarks that match, by vcpuscale-run --list
 * @s:		what was asked for; varies is filled in
 * @names:	room for MAX_BENCHES names
 * @repeats:	room for as many: does another round show the same?
 *
 * Return: how many; -EINVAL if none matches, which vcpuscale-run has said.
 */
int machine_options__benches(struct machine_options *s, char (*names)[NAME_SIZE],
			     bool *repeats);

#endif
