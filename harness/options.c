// SPDX-License-Identifier: GPL-2.0-only
#include "options.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_RESULTS = 256, KEY_TESTBED, KEY_KERNEL_BASE, KEY_THRESHOLD,
	KEY_FORCE, KEY_FORMAT, KEY_OUTPUT, KEY_PER_VCPU, KEY_BENCH,
	KEY_VCPUS, KEY_ORDER, KEY_EXPORT, KEY_UNIT, KEY_SET, KEY_VCPUS_KEY,
	KEY_HELP,
};

static const struct argp_option all_options[] = {
	{ "results", KEY_RESULTS, "DIR", 0,
	  "folder of the results (default: $RESULTS or results)", 0 },
	{ "testbed", KEY_TESTBED, "NAME", 0,
	  "testbed of the runs that a kernel's name stands for (default: emulated)", 0 },
	{ "kernel-base", KEY_KERNEL_BASE, "LINE", 0,
	  "only runs of this source line, e.g. 6.1", 0 },
	{ "threshold", KEY_THRESHOLD, "PCT", 0,
	  "change in percent that does not matter (default: 0.1 in exact units, 2 in others)", 0 },
	{ "force", KEY_FORCE, NULL, 0,
	  "take runs that are incomplete or not comparable, with a warning", 0 },
	{ "format", KEY_FORMAT, "NAME", 0, "text (default), json or csv", 0 },
	{ "bench", KEY_BENCH, "GLOB", 0, "only benchmarks that match", 0 },
	{ "vcpus", KEY_VCPUS, "N,...", 0, "only these sizes", 0 },
	{ "order", KEY_ORDER, "FILE", 0,
	  "revisions in order, as bench-range writes them (default: by date)", 0 },
	{ "format", KEY_EXPORT, "NAME", 0, export__formats, 0 },
	{ "unit", KEY_UNIT, "NAME", 0, "only samples in this unit", 0 },
	{ "set", KEY_SET, "KEY=VALUE", 0,
	  "what the text does not tell, e.g. --set=kernel=patched; can be repeated", 0 },
	{ "vcpus-key", KEY_VCPUS_KEY, "KEY", 0,
	  "the part of a name that counts vCPUs, /KEY=N (default: vcpus); gomaxprocs also is Go's suffix -N", 0 },
	{ "output", KEY_OUTPUT, "PATH", 0, "folder or file to write", 0 },
	{ "per-vcpu", KEY_PER_VCPU, NULL, 0,
	  "divide every value by its number of vCPUs", 0 },
	{ "help", KEY_HELP, NULL, 0, "print this help", 0 },
};

#define NR_OPTIONS	(sizeof(all_options) / sizeof(*all_options))

/* State of one parse. */
struct parse {
	const char *command;
	unsigned int takes;
	struct options *options;
	struct why *why;
};

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
	case KEY_FORCE:
		return takes & (OPTIONS_COMPARE | OPTIONS_EXPORT);
	case KEY_TESTBED:
	case KEY_KERNEL_BASE:
		return takes & (OPTIONS_COMPARE | OPTIONS_EXPORT |
				OPTIONS_HISTORY);
	default:
		return takes & (OPTIONS_COMPARE | OPTIONS_HISTORY);
	}
}

static void select_options(struct argp_option *to, unsigned int takes)
{
	size_t i;

	for (i = 0; i < NR_OPTIONS; i++) {
		if (is_taken(takes, all_options[i].key))
			*to++ = all_options[i];
	}
	*to = (struct argp_option){ 0 };
}

static int parse_threshold(struct parse *p, const char *arg)
{
	char *end;
	double percent = strtod(arg, &end);

	if (end == arg || *end || !(percent >= 0 && percent <= 100))
		return why__set(p->why, EINVAL,
				"--threshold=%.40s: not a percentage from 0 to 100: write e.g. --threshold=2",
				arg);
	p->options->compare.threshold = percent / 100;
	return 0;
}

static int parse_format(struct parse *p, const char *arg)
{
	static const char * const names[] = {
		[REPORT_TEXT] = "text", [REPORT_JSON] = "json",
		[REPORT_CSV] = "csv",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(names[i], arg)) {
			p->options->format = i;
			return 0;
		}
	}
	return why__set(p->why, EINVAL,
			"--format=%.40s: unknown format: write text, json or csv",
			arg);
}

static int parse_export(struct parse *p, const char *arg)
{
	p->options->export = export__format(arg);
	if (p->options->export != EXPORT_NONE)
		return 0;
	return why__set(p->why, EINVAL,
			"--format=%.40s: unknown format: write %s", arg,
			export__formats);
}

static int parse_setting(struct parse *p, const char *arg)
{
	struct options *o = p->options;

	if (o->nr_settings == OPTIONS_SETTINGS)
		return why__set(p->why, EINVAL,
				"--set=%.40s: too many: at most %d", arg,
				OPTIONS_SETTINGS);
	o->settings[o->nr_settings++] = arg;
	return 0;
}

static int parse_operand(struct parse *p, const char *arg)
{
	struct options *o = p->options;

	if (!(p->takes & OPTIONS_COMPARE))
		return why__set(p->why, EINVAL,
				"'%.80s': too many operands: %s takes none",
				arg, p->command);
	if (o->nr_operands == 2)
		return why__set(p->why, EINVAL,
				"'%.80s': too many operands: name BASE and HEAD",
				arg);
	if (!*arg)
		return why__set(p->why, EINVAL,
				"empty name: name BASE and HEAD");
	o->operand[o->nr_operands++] = arg;
	return 0;
}

static int check_operands(struct parse *p)
{
	struct options *o = p->options;

	if (o->help)
		return 0;
	if ((p->takes & OPTIONS_COMPARE) && o->nr_operands < 2)
		return why__set(p->why, EINVAL,
				"%s missing: name two kernels or results files, e.g. %s unpatched patched",
				o->nr_operands ? "HEAD" : "BASE and HEAD",
				p->command);
	if ((p->takes & OPTIONS_EXPORT) && o->export == EXPORT_NONE)
		return why__set(p->why, EINVAL, "--format missing: write %s",
				export__formats);
	if ((p->takes & OPTIONS_EXPORT) && !o->nr_files)
		return why__set(p->why, EINVAL,
				"no run: name kernels or results files, e.g. export --format=csv patched");
	if ((p->takes & OPTIONS_IMPORT) && o->nr_files != 1)
		return why__set(p->why, EINVAL,
				"%s: name one file of Go benchmark text",
				o->nr_files ? "too many files" : "no file");
	if ((p->takes & OPTIONS_OUTPUT) && !o->output)
		return why__set(p->why, EINVAL,
				"--output missing: say where to write, e.g. --output=%s",
				p->takes & OPTIONS_IMPORT ?
				"results/K/T/R.txt" : "results/plots");
	return 0;
}

static error_t parse_key(int key, char *arg, struct argp_state *state)
{
	struct parse *p = state->input;
	struct options *o = p->options;

	switch (key) {
	case KEY_RESULTS:
		o->shelf.dir = arg;
		return 0;
	case KEY_TESTBED:
		o->shelf.testbed = arg;
		return 0;
	case KEY_KERNEL_BASE:
		o->shelf.kernel_base = arg;
		return 0;
	case KEY_OUTPUT:
		o->output = arg;
		return 0;
	case KEY_PER_VCPU:
		o->per_vcpu = true;
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
		return -parse_threshold(p, arg);
	case KEY_FORMAT:
		return -parse_format(p, arg);
	case KEY_EXPORT:
		return -parse_export(p, arg);
	case KEY_UNIT:
		o->unit = arg;
		return 0;
	case KEY_SET:
		return -parse_setting(p, arg);
	case KEY_VCPUS_KEY:
		o->vcpus_key = arg;
		return 0;
	case ARGP_KEY_ARGS:
		o->files = state->argv + state->next;
		o->nr_files = state->argc - state->next;
		return 0;
	case ARGP_KEY_ARG:
		/* All at once, as ARGP_KEY_ARGS. */
		if (p->takes & (OPTIONS_EXPORT | OPTIONS_IMPORT))
			return ARGP_ERR_UNKNOWN;
		return -parse_operand(p, arg);
	case ARGP_KEY_END:
		return -check_operands(p);
	case ARGP_KEY_ERROR:
		/* Keeps the text of whoever has refused before. */
		return -why__set(p->why, EINVAL,
				 "%.80s: no option of %s, or its value is wrong: see vcpuscale %s --help",
				 state->argv[state->next - 1], p->command,
				 p->command);
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
	struct parse p = { command, takes, options, why };

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
			    takes & OPTIONS_IMPORT ? "FILE" : NULL,
	};
	char name[80];

	select_options(selected, takes);
	snprintf(name, sizeof(name), "vcpuscale %s", command);
	argp_help(&argp, stdout, ARGP_HELP_USAGE | ARGP_HELP_LONG |
		  ARGP_HELP_PRE_DOC | ARGP_HELP_POST_DOC, name);
}
