// SPDX-License-Identifier: GPL-2.0-only
/* Which options there are, and which subcommand takes them. */
#include "value.h"

#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_RESULTS = 256, KEY_TESTBED, KEY_BASE, KEY_THRESHOLD,
	KEY_FORCE, KEY_FORMAT, KEY_OUTPUT, KEY_PER_VCPU, KEY_BENCH,
	KEY_VCPUS, KEY_PLOTS, KEY_ORDER, KEY_EXPORT, KEY_UNIT, KEY_SET, KEY_VCPUS_KEY,
	KEY_OTHER_THAN, KEY_KERNEL_ID, KEY_HELP,
};

static const struct argp_option all_options[] = {
	{ "results", KEY_RESULTS, "DIR", 0,
	  "folder of the results (default: $RESULTS or results)", 0 },
	{ "testbed", KEY_TESTBED, "NAME", 0,
	  "testbed of the runs that a kernel's name stands for (default: emulated)", 0 },
	{ "base", KEY_BASE, "BASE", 0,
	  "only runs of kernels of this base, e.g. 6.1 (BASE's default: the base of HEAD)", 0 },
	{ "kernel-base", KEY_BASE, "BASE", OPTION_HIDDEN, NULL, 0 },
	{ "threshold", KEY_THRESHOLD, "PCT", 0,
	  "change in percent that does not matter (default: 0.1 in exact units, 2 in others)", 0 },
	{ "force", KEY_FORCE, NULL, 0,
	  "take runs that are incomplete or not comparable, with a warning", 0 },
	{ "format", KEY_FORMAT, "NAME", 0, "text (default), json or csv", 0 },
	{ "bench", KEY_BENCH, "GLOB", 0, "only benchmarks that match", 0 },
	{ "vcpus", KEY_VCPUS, "N,...", 0, "only these sizes", 0 },
	{ "order", KEY_ORDER, "FILE", 0,
	  "revisions in order, as bench-range writes them (default: by date)", 0 },
	{ "format", KEY_EXPORT, "NAME", 0, NULL, 0 },
	{ "unit", KEY_UNIT, "NAME", 0, "only samples in this unit", 0 },
	{ "set", KEY_SET, "KEY=VALUE", 0,
	  "what the text does not tell, e.g. --set=kernel=patched; can be repeated", 0 },
	{ "vcpus-key", KEY_VCPUS_KEY, "KEY", 0,
	  "the part of a name that counts vCPUs, /KEY=N (default: vcpus); gomaxprocs also is Go's suffix -N", 0 },
	{ "not", KEY_OTHER_THAN, "KERNEL", 0,
	  "the newest run of another kernel than this one", 0 },
	{ "kernel-id", KEY_KERNEL_ID, "ID", 0,
	  "all complete runs of this build, the newest first", 0 },
	{ "output", KEY_OUTPUT, "PATH", 0, "folder or file to write", 0 },
	{ "plots", KEY_PLOTS, "DIR", 0, "folder of plots to publish with the page", 0 },
	{ "per-vcpu", KEY_PER_VCPU, NULL, 0,
	  "divide every value by its number of vCPUs", 0 },
	{ "help", KEY_HELP, NULL, 0, "print this help", 0 },
};

#define NR_OPTIONS	(sizeof(all_options) / sizeof(*all_options))

static bool is_taken(unsigned int takes, int key)
{
	switch (key) {
	case KEY_HELP:
		return true;
	case KEY_RESULTS:
		return !(takes & OPTIONS_IMPORT);
	case KEY_FORMAT:
		return takes & (OPTIONS_FORMAT | OPTIONS_HISTORY);
	case KEY_OUTPUT:
		return takes & (OPTIONS_OUTPUT | OPTIONS_HISTORY);
	case KEY_PER_VCPU:
		return takes & OPTIONS_PER_VCPU;
	case KEY_PLOTS:
		return takes & OPTIONS_PLOTS;
	case KEY_BENCH:
	case KEY_VCPUS:
	case KEY_ORDER:
		return takes & OPTIONS_HISTORY;
	case KEY_EXPORT:
	case KEY_UNIT:
		return takes & OPTIONS_EXPORT;
	case KEY_SET:
	case KEY_VCPUS_KEY:
		return takes & OPTIONS_IMPORT;
	case KEY_OTHER_THAN:
	case KEY_KERNEL_ID:
		return takes & OPTIONS_FIND;
	case KEY_FORCE:
		return takes & (OPTIONS_COMPARE | OPTIONS_EXPORT | OPTIONS_FIND);
	case KEY_TESTBED:
	case KEY_BASE:
		return takes & (OPTIONS_COMPARE | OPTIONS_EXPORT |
				OPTIONS_HISTORY | OPTIONS_FIND);
	default:
		return takes & (OPTIONS_COMPARE | OPTIONS_HISTORY);
	}
}

static void select_options(struct argp_option *to, unsigned int takes)
{
	static char formats[256];
	size_t i;

	table__names(&export_formats, " or ", formats, sizeof(formats));
	for (i = 0; i < NR_OPTIONS; i++) {
		if (!is_taken(takes, all_options[i].key))
			continue;
		*to = all_options[i];
		if (to->key == KEY_EXPORT)
			to->doc = formats;
		to++;
	}
	*to = (struct argp_option){ 0 };
}

static error_t parse_key(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct options *o = p->options;

	switch (key) {
	case KEY_RESULTS:
		o->shelf.dir = arg;
		return 0;
	case KEY_TESTBED:
		o->shelf.testbed = arg;
		return 0;
	case KEY_BASE:
		o->shelf.base = arg;
		return 0;
	case KEY_OUTPUT:
		o->output = arg;
		return 0;
	case KEY_PER_VCPU:
		o->per_vcpu = true;
		return 0;
	case KEY_PLOTS:
		o->plots = arg;
		return 0;
	case KEY_BENCH:
		o->bench = arg;
		return 0;
	case KEY_VCPUS:
		o->vcpus = arg;
		return 0;
	case KEY_ORDER:
		o->order = arg;
		return 0;
	case KEY_FORCE:
		o->compare.force = true;
		return 0;
	case KEY_HELP:
		o->help = true;
		return 0;
	case KEY_THRESHOLD:
		return -value__threshold(p, arg);
	case KEY_FORMAT:
		return -value__format(p, arg);
	case KEY_EXPORT:
		return -value__export(p, arg);
	case KEY_UNIT:
		o->unit = arg;
		return 0;
	case KEY_SET:
		return -value__setting(p, arg);
	case KEY_VCPUS_KEY:
		o->vcpus_key = arg;
		return 0;
	case KEY_OTHER_THAN:
		o->other_than = arg;
		return 0;
	case KEY_KERNEL_ID:
		o->kernel_id = arg;
		return 0;
	case ARGP_KEY_ARGS:
		o->files = state->argv + state->next;
		o->nr_files = state->argc - state->next;
		return 0;
	case ARGP_KEY_ARG:
		/* All at once, as ARGP_KEY_ARGS. */
		if (p->takes & (OPTIONS_EXPORT | OPTIONS_IMPORT | OPTIONS_FIND))
			return ARGP_ERR_UNKNOWN;
		return -value__operand(p, arg);
	case ARGP_KEY_END:
		return -value__complete(p);
	case ARGP_KEY_ERROR:
		/* Keeps the text of whoever has refused before. */
		return -why__set(p->why, EINVAL,
				 "%.80s: no option of %s, or its value is wrong: see vcpuscale %s --help",
				 state->argv[state->next - 1], p->command, p->command);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const char *from_environment(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

int options__parse(const char *command, unsigned int takes, int argc,
		   char **argv, struct options *options, struct why *why)
{
	struct argp_option selected[NR_OPTIONS + 1];
	struct argp argp = { .options = selected, .parser = parse_key };
	struct options_parse p = { command, takes, options, why };

	*options = (struct options){
		.shelf.dir = from_environment("RESULTS", "results"),
		.shelf.testbed = "emulated",
		.compare.threshold = NAN,
	};
	select_options(selected, takes);
	/* argp's own messages span two lines and name no remedy. */
	return -argp_parse(&argp, argc, argv,
			   ARGP_NO_EXIT | ARGP_NO_ERRS | ARGP_NO_HELP, NULL, &p);
}

void options__help(const char *command, unsigned int takes, const char *doc)
{
	struct argp_option selected[NR_OPTIONS + 1];
	struct argp argp = {
		.options = selected, .parser = parse_key, .doc = doc,
		.args_doc = takes & OPTIONS_COMPARE ? "BASE HEAD" :
			    takes & OPTIONS_EXPORT ? "RUN..." :
			    takes & OPTIONS_IMPORT ? "FILE" :
			    takes & OPTIONS_FIND ? "[RUN...]" : NULL,
	};
	char name[80];

	select_options(selected, takes);
	snprintf(name, sizeof(name), "vcpuscale %s", command);
	argp_help(&argp, stdout, ARGP_HELP_USAGE | ARGP_HELP_LONG |
		  ARGP_HELP_PRE_DOC | ARGP_HELP_POST_DOC, name);
}
