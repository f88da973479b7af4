// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of a subcommand, and the options that several share. */
#include "options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/numbers.h"

enum {
	KEY_RESULTS = 256, KEY_TESTBED, KEY_BASE, KEY_THRESHOLD, KEY_FORCE,
	KEY_OUTPUT, KEY_BENCH, KEY_VCPUS, KEY_HELP,
};

char *options__help_on_format(const struct table *formats, const char *chosen)
{
	char names[256], *text;

	table__names(formats, " or ", names, sizeof(names));
	return asprintf(&text, "%s (default: %s)", names, chosen) < 0 ? NULL : text;
}

int options__check_sizes(const char *vcpus, struct why *why)
{
	unsigned int sizes[OPTIONS_MAX_SIZES];
	struct number_list list = { .at = sizes, .room = OPTIONS_MAX_SIZES };

	/* An empty one stands for all. */
	if (*vcpus && numbers__list(&list, vcpus, RESULTS_MAX_VCPUS))
		return why__set(why, EINVAL,
				"--vcpus: size %.60s: write whole numbers, e.g. --vcpus=1,64",
				list.wrong);
	return 0;
}

bool options__has_size(const char *vcpus, unsigned int size)
{
	unsigned int sizes[OPTIONS_MAX_SIZES];
	struct number_list list = { .at = sizes, .room = OPTIONS_MAX_SIZES };
	unsigned int i;

	if (!vcpus || !*vcpus)
		return true;
	numbers__list(&list, vcpus, RESULTS_MAX_VCPUS);
	for (i = 0; i < list.nr; i++)
		if (sizes[i] == size)
			return true;
	return false;
}

static int take_threshold(struct options_parse *p, struct command_options *o,
			  const char *arg)
{
	char *end;
	double percent = strtod(arg, &end);

	if (end == arg || *end || !(percent >= 0 && percent <= 100))
		return why__set(p->why, EINVAL,
				"--threshold=%.40s: not a percentage from 0 to 100: write e.g. --threshold=2",
				arg);
	o->compare.threshold = percent / 100;
	return 0;
}

static error_t parse_shared(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct command_options *o = p->args;

	switch (key) {
	case KEY_RESULTS:
		o->store.dir = arg;
		return 0;
	case KEY_TESTBED:
		o->store.testbed = arg;
		return 0;
	case KEY_BASE:
		o->store.base = arg;
		return 0;
	case KEY_THRESHOLD:
		return -take_threshold(p, o, arg);
	case KEY_FORCE:
		o->compare.force = true;
		return 0;
	case KEY_OUTPUT:
		o->output = arg;
		return 0;
	case KEY_BENCH:
		o->bench = arg;
		return 0;
	case KEY_VCPUS:
		o->vcpus = arg;
		return -options__check_sizes(arg, p->why);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_needed_output(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	const struct command_options *o = p->args;

	if (key != ARGP_KEY_END || p->help || o->output)
		return parse_shared(key, arg, state);
	return -why__set(p->why, EINVAL,
			 "--output missing: say where to write, e.g. --output=results/plots");
}

static int take_operand(struct options_parse *p, struct command_options *o, char *arg)
{
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

static error_t parse_pair(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct command_options *o = p->args;

	if (key == ARGP_KEY_ARG)
		return -take_operand(p, o, arg);
	if (key != ARGP_KEY_END || p->help || o->nr_operands == 2)
		return ARGP_ERR_UNKNOWN;
	return -why__set(p->why, EINVAL,
			 "%s missing: name two kernels or results files, e.g. %s unpatched patched",
			 o->nr_operands ? "HEAD" : "BASE and HEAD", p->command->name);
}

static const struct argp_option results_options[] = {
	{ "results", KEY_RESULTS, "DIR", 0,
	  "folder of the results (default: $RESULTS or results)", 0 },
	{ 0 }
};

static const struct argp_option runs_options[] = {
	{ "testbed", KEY_TESTBED, "NAME", 0,
	  "testbed of the runs that a kernel's name stands for (default: emulated)", 0 },
	{ "base", KEY_BASE, "BASE", 0,
	  "only runs of kernels of this base, e.g. 6.1", 0 },
	{ "kernel-base", KEY_BASE, "BASE", OPTION_HIDDEN, NULL, 0 },
	{ 0 }
};

static const struct argp_option threshold_options[] = {
	{ "threshold", KEY_THRESHOLD, "PCT", 0,
	  "change in percent that does not matter (default: 0.1 in exact units, 1 in others)", 0 },
	{ 0 }
};

static const struct argp_option force_options[] = {
	{ "force", KEY_FORCE, NULL, 0,
	  "take runs that are incomplete or not comparable, with a warning", 0 },
	{ 0 }
};

static const struct argp_option output_options[] = {
	{ "output", KEY_OUTPUT, "PATH", 0, "folder or file to write", 0 },
	{ 0 }
};

static const struct argp_option cells_options[] = {
	{ "bench", KEY_BENCH, "GLOB", 0, "only benchmarks that match", 0 },
	{ "vcpus", KEY_VCPUS, "N,...", 0, "only these sizes", 0 },
	{ 0 }
};

const struct argp options__results = { .options = results_options, .parser = parse_shared };
const struct argp options__runs = { .options = runs_options, .parser = parse_shared };
const struct argp options__threshold = { .options = threshold_options, .parser = parse_shared };
const struct argp options__force = { .options = force_options, .parser = parse_shared };
const struct argp options__output = { .options = output_options, .parser = parse_shared };
const struct argp options__output_needed = {
	.options = output_options, .parser = parse_needed_output,
};
const struct argp options__cells = { .options = cells_options, .parser = parse_shared };
const struct argp options__pair = { .parser = parse_pair };

static const struct argp_option help_options[] = {
	{ "help", KEY_HELP, NULL, 0, "print this help", -1 },
	{ 0 }
};

/* The last to be asked for an operand, where a subcommand takes none. */
static error_t refuse_operand(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;

	if (key != ARGP_KEY_ARG || p->command->operands)
		return ARGP_ERR_UNKNOWN;
	return -why__set(p->why, EINVAL, "'%.80s': too many operands: %s takes none",
			 arg, p->command->name);
}

static const struct argp no_operands = { .parser = refuse_operand };

#define NR_CHILDREN	(COMMAND_SHARED + 2)	/* and its own, and no_operands */

static error_t parse_all(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	size_t i;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		for (i = 0; state->root_argp->children[i].argp; i++)
			state->child_inputs[i] = p;
		return 0;
	case KEY_HELP:
		p->help = true;
		return 0;
	case ARGP_KEY_ERROR:
		/* Keeps the text of whoever has refused before. */
		return -why__set(p->why, EINVAL,
				 "%.80s: no option of %s, or its value is wrong: see vcpuscale %s --help",
				 state->argv[state->next - 1], p->command->name,
				 p->command->name);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const char *from_environment(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

static void print_help(const struct command *command, const struct argp *argp)
{
	char name[80];

	snprintf(name, sizeof(name), "vcpuscale %s", command->name);
	argp_help(argp, stdout, ARGP_HELP_USAGE | ARGP_HELP_LONG |
		  ARGP_HELP_PRE_DOC | ARGP_HELP_POST_DOC, name);
}

int options__parse(const struct command *command, int argc, char **argv, void **args,
		   struct why *why)
{
	const struct argp own = {
		.options = command->options, .parser = command->parser,
		.help_filter = command->help,
	};
	struct argp_child children[NR_CHILDREN + 1] = { 0 };
	const struct argp all = {
		.options = help_options, .parser = parse_all,
		.args_doc = command->operands, .doc = command->doc,
		.children = children,
	};
	struct command_options *o;
	struct options_parse p = { .command = command, .why = why };
	size_t nr = 0;
	int err;

	for (; nr < COMMAND_SHARED && command->shared[nr]; nr++)
		children[nr].argp = command->shared[nr];
	if (own.options || own.parser)
		children[nr++].argp = &own;
	children[nr].argp = &no_operands;
	*args = NULL;
	o = calloc(1, command->size ? command->size : sizeof(*o));
	if (!o)
		return why__set(why, ENOMEM, "out of memory: try again");
	o->store.dir = from_environment("RESULTS", "results");
	o->store.testbed = "emulated";
	o->compare.threshold = NAN;
	p.args = o;
	/* argp's own messages span two lines and name no remedy. */
	err = -argp_parse(&all, argc, argv, ARGP_NO_EXIT | ARGP_NO_ERRS | ARGP_NO_HELP,
			  NULL, &p);
	if (!err && p.help)
		print_help(command, &all);
	if (err || p.help)
		free(o);
	else
		*args = o;
	return err;
}
