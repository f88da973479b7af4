// SPDX-License-Identifier: GPL-2.0-only
/*
 * options.c - the command line of vcpuscale-testbed.
 */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fatal.h"
#include "lib/numbers.h"
#include "options.h"
#include "testbeds.h"

#define MAX_OBJECTS	4096	/* of vcpuscale-iterate */
#define MEMORY_PER_MACHINE	(1280ull << 20)	/* QEMU with 1 GiB of guest memory */

const char *argp_program_version = "vcpuscale-testbed " VCPUSCALE_VERSION;
error_t argp_err_exit_status = 2;

enum { OPT_BUILD = 256, OPT_LINE, OPT_RESULTS, OPT_BENCH, OPT_VCPUS, OPT_ROUNDS, OPT_SILENCE,
	OPT_MACHINES, OPT_SEED, OPT_PERF, OPT_TESTBED,
	OPT_LIST, OPT_DESCRIBE, OPT_ITERATE };

static const struct argp_option descriptions[] = {
	{ "build", OPT_BUILD, "DIR", 0, "Build directory (default: build)", 0 },
	{ "line", OPT_LINE, "DIR", 0, "Directory with vmlinuz and irqbypass.ko", 0 },
	{ "results", OPT_RESULTS, "DIR", 0, "Where results go (default: results)", 0 },
	{ "bench", OPT_BENCH, "GLOB", 0, "Only benchmarks whose name matches", 0 },
	{ "vcpus", OPT_VCPUS, "N,N,...", 0, "vCPU counts, 1 to 255 (with --iterate: to 4096)", 0 },
	{ "rounds", OPT_ROUNDS, "N", 0, "Rounds a kernel (default: the testbed's, see --describe)", 0 },
	{ "silence", OPT_SILENCE, "SECONDS", 0, "End a machine that says nothing for so long (default: 300)", 0 },
	{ "seed", OPT_SEED, "N", 0, "Chance in the machines: from N on, another in each boot (default: the same in all)", 0 },
	{ "testbed", OPT_TESTBED, "NAME", 0, "One of those that --list names (default: the machines that count instructions)", 0 },
	{ "list", OPT_LIST, NULL, 0, "List the testbeds", 0 },
	{ "describe", OPT_DESCRIBE, "NAME", 0, "Print what scripts ask of a testbed, as key=value", 0 },
	{ "perf", OPT_PERF, "stat|record", 0, "Run perf around each cell, or the largest of each benchmark", 0 },
	{ "iterate", OPT_ITERATE, NULL, 0, "Measure with the vcpuscale-iterate that lies in the directories", 0 },
	{ "machines", OPT_MACHINES, "N", 0, "Machines at once (default: by CPUs and memory)", 0 },
	{ 0 }
};

static void __attribute__((noreturn)) refuse(const char *what, const char *value, const char *advice)
{
	char message[128];

	snprintf(message, sizeof(message), "%s %.60s", what, value);
	fatal(message, advice);
}

static unsigned int number(const char *what, const char *text, unsigned int max)
{
	unsigned int n = numbers__whole(text, max);

	if (!n)
		refuse(what, text, "give a whole number of at least 1");
	return n;
}

/* After all options: how large a size may be depends on the program. */
static void parse_sizes(struct machine_options *s)
{
	struct number_list list = { .at = s->sizes, .room = MAX_SIZES };
	int err = numbers__list(&list, s->vcpus, s->iterate ? MAX_OBJECTS : MAX_SIZES);
	const char *range = s->iterate ? "give whole numbers of 1 to 4096" :
					 "give whole numbers of 1 to 255";

	if (err == -EINVAL)
		refuse("vCPU count", list.wrong, range);
	if (err == -E2BIG)
		refuse("vCPU counts from the 256th on:", list.wrong, "give fewer");
	if (err == -ENODATA)
		fatal("vCPU count missing", range);
	s->nr_sizes = list.nr;
}

static const struct testbed *find_testbed(const char *name)
{
	const struct testbed *t = testbeds__find(name);
	char names[256], advice[300];

	if (t)
		return t;
	testbeds__names(names, sizeof(names));
	snprintf(advice, sizeof(advice), "there are %s", names);
	refuse("testbed", name, advice);
}

/* vcpuscale-iterate counts instructions; its results are a series of their own. */
static void choose_testbed(struct machine_options *s)
{
	static char iterate[NAME_SIZE];

	if (!s->kind)
		s->kind = testbeds__default();
	if (!s->kind->exec)
		refuse("testbed", s->kind->name, "it is no machine: make bench measures in it");
	if (s->iterate && !s->kind->exact)
		fatal("--iterate", "its machine is the emulated one: leave --testbed out");
	snprintf(iterate, sizeof(iterate), "iterate-%s", s->kind->name);
	s->testbed = s->iterate ? iterate : s->kind->name;
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	struct machine_options *s = state->input;

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
		if (strchr(arg, '\''))
			fatal(arg, "no benchmark's name has a quote in it");
		s->bench = *arg ? arg : NULL;
		break;
	case OPT_VCPUS:
		s->vcpus = arg;
		break;
	case OPT_ROUNDS:
		s->rounds = number("rounds", arg, 1000);
		break;
	case OPT_SILENCE:
		s->silence = number("silence", arg, 86400);
		break;
	case OPT_SEED:
		s->seed = number("seed", arg, 1000000);
		break;
	case OPT_TESTBED:
		s->kind = find_testbed(arg);
		break;
	case OPT_LIST:
		testbeds__list(stdout);
		exit(fflush(stdout) ? 2 : 0);
	case OPT_DESCRIBE:
		testbeds__describe(find_testbed(arg), stdout);
		exit(fflush(stdout) ? 2 : 0);
	case OPT_PERF:
		if (strcmp(arg, "stat") && strcmp(arg, "record"))
			fatal(arg, "give --perf=stat or --perf=record");
		s->perf = arg;
		break;
	case OPT_ITERATE:
		s->iterate = true;
		break;
	case OPT_MACHINES:
		s->machines = number("machines", arg, 64);
		break;
	case ARGP_KEY_ARG:
		if (state->arg_num >= SIDES)
			return ARGP_ERR_UNKNOWN;
		s->sides[state->arg_num].dir = arg;
		s->nr_sides = state->arg_num + 1;
		break;
	case ARGP_KEY_END:
		if (!state->arg_num)
			argp_usage(state);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static void read_info(struct machine_kernel *k)
{
	char path[PATH_MAX];
	int err;

	snprintf(path, sizeof(path), "%s/info", k->dir);
	err = head__read_kernel(path, k->info, sizeof(k->info), k->name);
	if (err == -ENODATA)
		fatal(path, "it names no kernel: build it again");
	if (err) {
		errno = -err;
		fatal__errno(path, "build the kernel first, with make kernel");
	}
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

void machine_options__parse(struct machine_options *s, int argc, char **argv)
{
	const struct argp argp = {
		.options = descriptions,
		.parser = parse_one,
		.args_doc = "BASE_DIR [HEAD_DIR]",
		.doc = "Measure two kernels, interleaved, or one in test machines; print the paths of the results files.",
	};
	struct timespec now;
	int side;

	*s = (struct machine_options){ .build = "build", .results = "results", .silence = 300,
		.vcpus = "1 2 4 8 16 32 64 128 255" };
	argp_parse(&argp, argc, argv, 0, NULL, s);
	parse_sizes(s);
	choose_testbed(s);
	if (!s->line)
		fatal("no --line", "name the directory that holds vmlinuz");
	if (!s->rounds)
		s->rounds = s->kind->rounds;
	if (!s->machines)
		s->machines = default_machines();
	clock_gettime(CLOCK_REALTIME, &now);
	srandom(now.tv_nsec ^ getpid());
	for (side = 0; side < (int)s->nr_sides; side++) {
		read_info(&s->sides[side]);
		/* One time for both sides says that they are measured in turn. */
		head__run_id(s->sides[side].run, sizeof(s->sides[side].run), now.tv_sec);
	}
}

unsigned int machine_options__benches(const struct machine_options *s, char (*names)[NAME_SIZE])
{
	char command[2 * PATH_MAX], line[256];
	unsigned int n = 0;
	FILE *f;

	snprintf(command, sizeof(command), "'%s/vcpuscale-%s' --list %s%s%s",
		 s->iterate ? s->sides[0].dir : s->build, s->iterate ? "iterate" : "run",
		 s->bench ? "--bench='" : "", s->bench ? s->bench : "", s->bench ? "'" : "");
	f = popen(command, "r");
	while (f && n < MAX_BENCHES && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\t\n")] = 0;
		snprintf(names[n++], NAME_SIZE, "%.127s", line);
	}
	if (!f || pclose(f))
		exit(2);	/* it has said why */
	return n;
}
