// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of vcpuscale-testbed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "console.h"
#include "lib/command-line.h"
#include "options.h"
#include "results/results.h"
#include "testbeds.h"

#define MAX_OBJECTS	4096	/* of vcpuscale-iterate */
#define MEMORY_PER_MACHINE	(1280ull << 20)	/* QEMU with 1 GiB of guest memory */

enum { OPT_BUILD = 256, OPT_LINE, OPT_RESULTS, OPT_BENCH, OPT_VCPUS, OPT_ROUNDS, OPT_SILENCE,
	OPT_MACHINES, OPT_SEED, OPT_PERF, OPT_PROFILE, OPT_CACHE, OPT_CHECK, OPT_TESTBED,
	OPT_LIST, OPT_DESCRIBE, OPT_ITERATE };

static const struct argp_option descriptions[] = {
	{ "build", OPT_BUILD, "DIR", 0, "Build directory (default: build)", 0 },
	{ "line", OPT_LINE, "DIR", 0, "Directory with vmlinuz and irqbypass.ko, if a kernel's own has none", 0 },
	{ "results", OPT_RESULTS, "DIR", 0, "Where results go (default: results)", 0 },
	{ "bench", OPT_BENCH, "GLOB", 0, "Only benchmarks whose name matches", 0 },
	{ "vcpus", OPT_VCPUS, "N,N,...", 0, "vCPU counts, as many as KVM allows (with --iterate: to 4096)", 0 },
	{ "rounds", OPT_ROUNDS, "N", 0, "Rounds a kernel, of all cells (default: the testbed's, see --describe; two of cells that repeat)", 0 },
	{ "silence", OPT_SILENCE, "SECONDS", 0, "End a machine that says nothing for so long (default: 300)", 0 },
	{ "seed", OPT_SEED, "N", 0, "Of what is random in the machines: N in the first boot, another in each (default: the same in all)", 0 },
	{ "testbed", OPT_TESTBED, "NAME", 0, "One of those that --list names (default: the machines that count instructions)", 0 },
	{ "list", OPT_LIST, NULL, 0, "List the testbeds", 0 },
	{ "describe", OPT_DESCRIBE, "NAME", 0, "Print what scripts ask of a testbed, as key=value", 0 },
	{ "perf", OPT_PERF, "stat|record", 0, "Run perf around each cell, or the largest of each benchmark", 0 },
	{ "profile", OPT_PROFILE, "all", OPTION_ARG_OPTIONAL, "Count each instruction and each cache miss by address, in one round, at one vCPU and at the largest size, or at all sizes", 0 },
	{ "cache", OPT_CACHE, "LEVEL=SIZE:WAYS,...", 0, "Caches of --profile (default: l1i=32K:8,l1d=32K:8,l2=1M:16,ll=32M:16)", 0 },
	{ "check", OPT_CHECK, NULL, 0, "Check --profile and --cache, and stop", 0 },
	{ "iterate", OPT_ITERATE, NULL, 0, "Measure with the vcpuscale-iterate that lies in the directories", 0 },
	{ "machines", OPT_MACHINES, "N", 0, "Machines at once (default: by CPUs and memory)", 0 },
	{ 0 }
};

/* After all options: how large a size may be depends on the program. */
static int parse_sizes(struct machine_options *s, struct why *why)
{
	struct number_list list = { .at = s->sizes, .room = MAX_SIZES };
	int err = command_line__sizes(&list, s->vcpus, s->iterate ? MAX_OBJECTS : RESULTS_MAX_VCPUS,
				      why);

	s->nr_sizes = list.nr;
	return err;
}

static int find_testbed(const struct testbed **t, const char *name, struct why *why)
{
	char names[256];

	*t = testbeds__find(name);
	if (*t)
		return 0;
	testbeds__names(names, sizeof(names));
	return why__set(why, EINVAL, "testbed %.200s: there are %s", name, names);
}

/* vcpuscale-iterate counts instructions; its results are a series of their own. */
static int choose_testbed(struct machine_options *s, struct why *why)
{
	static char iterate[NAME_SIZE];

	if (!s->kind)
		s->kind = testbeds__default();
	if (!s->kind->exec)
		return command_line__refuse(why, "testbed", s->kind->name,
					    "it is no machine: make bench measures in it");
	if (s->iterate && !s->kind->exact)
		return why__set(why, EINVAL,
				"--iterate: its machine is the emulated one: leave --testbed out");
	snprintf(iterate, sizeof(iterate), "iterate-%s", s->kind->name);
	s->testbed = s->iterate ? iterate : s->kind->name;
	return 0;
}

/* For scripts; prints and ends. */
static int describe(const char *name, struct why *why)
{
	const struct testbed *t;
	int err = find_testbed(&t, name, why);

	if (err)
		return err;
	testbeds__describe(t, stdout);
	exit(fflush(stdout) ? 2 : 0);
}

static int parse_bench(struct machine_options *s, const char *globs, struct why *why)
{
	if (strchr(globs, '\''))
		return why__set(why, EINVAL, "%.200s: no benchmark's name has a quote in it", globs);
	s->bench = *globs ? globs : NULL;
	return 0;
}

static int parse_perf(struct machine_options *s, const char *mode, struct why *why)
{
	int record = command_line__choose("perf", mode, "stat", "record", why);

	s->perf = mode;
	return record < 0 ? record : 0;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	const struct command_line *c = state->input;
	struct machine_options *s = c->options;

	switch (key) {
	case OPT_BUILD:
		s->build = arg;
		break;
	case OPT_LINE:
		s->line = arg;
		break;
	case OPT_RESULTS:
		s->results = arg;
		break;
	case OPT_BENCH:
		return parse_bench(s, arg, c->why);
	case OPT_VCPUS:
		s->vcpus = arg;
		break;
	case OPT_ROUNDS:
		return command_line__number(&s->rounds, "rounds", arg, 1000, c->why);
	case OPT_SILENCE:
		return command_line__number(&s->silence, "silence", arg, 86400, c->why);
	case OPT_SEED:
		return command_line__number(&s->seed, "seed", arg, 1000000, c->why);
	case OPT_TESTBED:
		return find_testbed(&s->kind, arg, c->why);
	case OPT_LIST:
		testbeds__list(stdout);
		exit(fflush(stdout) ? 2 : 0);
	case OPT_DESCRIBE:
		return describe(arg, c->why);
	case OPT_PERF:
		return parse_perf(s, arg, c->why);
	case OPT_PROFILE:
		if (arg && strcmp(arg, "all"))
			return why__set(c->why, EINVAL, "--profile=%s: give --profile or --profile=all", arg);
		s->profile = true;
		s->profile_all = arg;
		break;
	case OPT_CHECK:
		s->check = true;
		break;
	case OPT_CACHE:
		s->cache = *arg ? arg : NULL;
		break;
	case OPT_ITERATE:
		s->iterate = true;
		break;
	case OPT_MACHINES:
		return command_line__number(&s->machines, "machines", arg, 64, c->why);
	case ARGP_KEY_ARG:
		if (state->arg_num >= SIDES)
			return ARGP_ERR_UNKNOWN;
		s->sides[state->arg_num].dir = arg;
		s->nr_sides = state->arg_num + 1;
		break;
	case ARGP_KEY_END:
		if (!state->arg_num && !s->check)
			argp_usage(state);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static int read_info(struct machine_kernel *k, struct why *why)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/info", k->dir);
	return head__read_kernel(path, k->info, sizeof(k->info), k->name, k->base, why);
}

void machine_options__path(char *path, const struct machine_options *s, int side,
			   const char *prefix, const char *suffix)
{
	const struct machine_kernel *k = &s->sides[side];
	const struct head_place place = { s->results, k->base, k->name, s->testbed, k->run };

	head__path(path, PATH_MAX, &place, prefix, suffix);
}

/* The hash of a whole kernel's image; "" where the modules come without an image. */
static void read_image(struct machine_kernel *k, char *id, size_t size)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/vmlinuz", k->dir);
	console__first_line_of(k->dir, "image", id, size);
	if (access(path, F_OK))
		id[0] = 0;
	if (id[0])
		k->image = k->dir;
}

/* Modules of one image may be swapped; into another they may not be loaded. */
static int choose_images(struct machine_options *s, struct why *why)
{
	char ids[SIDES][VALUE_SIZE] = { "", "" };
	int side;

	for (side = 0; side < (int)s->nr_sides; side++) {
		s->sides[side].image = s->line;
		read_image(&s->sides[side], ids[side], VALUE_SIZE);
		if (!s->sides[side].image)
			return why__set(why, EINVAL,
					"no --line: name the directory that holds vmlinuz");
	}
	s->two_images = s->nr_sides == SIDES && strcmp(ids[0], ids[1]);
	return 0;
}

/* A core and a bit over 1 GiB for each machine. */
static unsigned int default_machines(void)
{
	unsigned long long memory = (unsigned long long)sysconf(_SC_AVPHYS_PAGES) * sysconf(_SC_PAGESIZE);
	long cpus = sysconf(_SC_NPROCESSORS_ONLN), fit = memory / MEMORY_PER_MACHINE;

	if (cpus < fit)
		fit = cpus;
	return fit > 0 ? fit : 1;
}

static int name_runs(struct machine_options *s, struct why *why)
{
	struct timespec now;
	int side, err = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	srandom(now.tv_nsec ^ getpid());
	for (side = 0; side < (int)s->nr_sides && !err; side++) {
		err = read_info(&s->sides[side], why);
		/* Runs of the same time were measured in turns. */
		head__run_id(s->sides[side].run, sizeof(s->sides[side].run), now.tv_sec);
	}
	return err;
}

int machine_options__parse(struct machine_options *s, int argc, char **argv, struct why *why)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.args_doc = "BASE_DIR [HEAD_DIR]",
		.doc = "Measure two kernels, interleaved, or one in test machines; print the paths of the results files.",
	};
	int err;

	*s = (struct machine_options){ .build = "build", .results = "results", .silence = 300,
		.vcpus = "1 2 4 8 16 32 64 128 255" };
	err = command_line__parse(&argp, "vcpuscale-testbed", argc, argv, s, why);
	if (!err)
		err = parse_sizes(s, why);
	if (!err)
		err = choose_testbed(s, why);
	if (!err && !s->check)
		err = choose_images(s, why);
	if (err || s->check)
		return err;
	s->sparing = !s->rounds && s->kind->exact && !s->iterate && !s->perf;
	if (!s->rounds)
		s->rounds = s->kind->rounds;
	if (!s->machines)
		s->machines = default_machines();
	return name_runs(s, why);
}

int machine_options__benches(struct machine_options *s, char (*names)[NAME_SIZE],
			     bool *repeats)
{
	char command[2 * PATH_MAX], *line = NULL;
	size_t size = 0, len;
	bool varies;
	FILE *f;
	int n = 0;

	snprintf(command, sizeof(command), "'%s/vcpuscale-%s' --list %s%s%s",
		 s->iterate ? s->sides[0].dir : s->build, s->iterate ? "iterate" : "run",
		 s->bench ? "--bench='" : "", s->bench ? s->bench : "", s->bench ? "'" : "");
	f = popen(command, "r");
	while (f && n < MAX_BENCHES && getline(&line, &size, f) > 0) {
		repeats[n] = strstr(line, "\trepeats\t");
		varies = strstr(line, "\tvaries\t");
		line[strcspn(line, "\t\n")] = 0;
		len = strlen(s->varies);
		if (varies)
			snprintf(s->varies + len, sizeof(s->varies) - len, "%s%.127s",
				 len ? " " : "", line);
		snprintf(names[n++], NAME_SIZE, "%.127s", line);
	}
	free(line);
	if (!f || pclose(f))
		return -EINVAL;		/* it has said why */
	return n;
}
