// SPDX-License-Identifier: GPL-2.0-only
/* compare.c - vcpuscale compare: a report on two kernels, and an exit code. */
#include "pair.h"

#include <errno.h>
#include <stdio.h>

#include "report/formats.h"

enum { KEY_FORMAT = 256 };

struct compare_args {
	struct command_options shared;
	const struct report_format *format;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct compare_args *a = p->args;

	if (key != KEY_FORMAT)
		return ARGP_ERR_UNKNOWN;
	return -formats__find(arg, &a->format, p->why);
}

static int exit_code(const struct comparison *c, struct why *why)
{
	switch (c->verdict) {
	case STATS_REGRESSED:
		return EXIT_REGRESSION;
	case STATS_INCONCLUSIVE:
	case STATS_NOT_COVERED:
		return EXIT_INCONCLUSIVE;
	case STATS_INVALID:
		return why__set(why, EINVAL,
				"%zu of %zu cells are invalid: see the reasons in the report",
				compare__count(c, STATS_INVALID), compare__count_judged(c));
	default:
		return EXIT_NO_REGRESSION;
	}
}

static int run(const void *args, struct why *why)
{
	const struct compare_args *a = args;
	const struct report_format *format = a->format;
	struct pair p = { 0 };
	int err = pair__load(&p, &a->shared, why);

	if (!err && !format)
		err = formats__find(FORMATS_DEFAULT, &format, why);
	if (!err)
		err = format->print(stdout, p.c, why);
	if (!err)
		err = exit_code(p.c, why);
	pair__free(&p);
	return err;
}

static char *help(int key, const char *text, void *input)
{
	(void)input;
	return key == KEY_FORMAT ? options__help_on_format(&report_formats, FORMATS_DEFAULT) :
				   (char *)text;
}

static const struct argp_option options[] = {
	{ "format", KEY_FORMAT, "NAME", 0, NULL, 0 },
	{ 0 }
};

COMMAND(compare) = {
	.name = "compare",
	.doc = "compare two kernels' results\vBASE and HEAD are kernels or results files. A kernel is its newest run: of the base that --base asks for, else BASE is one of HEAD's base.\nExit codes: 0 no regression, 1 at least one regression, 2 an error or an invalid cell, 3 no regression but something is inconclusive, or no benchmark executes what differs.",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR },
	.options = options,
	.parser = parse,
	.help = help,
	.size = sizeof(struct compare_args),
	.run = run,
};
