// SPDX-License-Identifier: GPL-2.0-only
/* export.c - vcpuscale export: print runs in a format of others. */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/export.h"

enum { KEY_FORMAT = 256, KEY_UNIT, KEY_ORIGIN };

/**
 * struct export_args - what is asked for
 * @format: in which format
 * @unit: only this unit, NULL for all
 * @origin: kcidb: the CI system that reports, NULL for the suite
 * @files: @nr_files kernels or results files
 */
struct export_args {
	struct command_options shared;
	const struct export_format *format;
	const char *unit;
	const char *origin;
	char **files;
	size_t nr_files;
};

static const char *format_names(void)
{
	static char names[256];

	return table__names(&export_formats, " or ", names, sizeof(names));
}

static int complete(const struct export_args *a, struct why *why)
{
	if (!a->format)
		return why__set(why, EINVAL, "--format missing: write %s", format_names());
	if (!a->nr_files)
		return why__set(why, EINVAL,
				"no run: name kernels or results files, e.g. export --format=csv patched");
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct export_args *a = p->args;

	switch (key) {
	case KEY_FORMAT:
		a->format = table__find(&export_formats, arg);
		if (a->format)
			return 0;
		return -why__set(p->why, EINVAL, "--format=%.40s: unknown format: write %s",
				 arg, format_names());
	case KEY_UNIT:
		a->unit = arg;
		return 0;
	case KEY_ORIGIN:
		a->origin = arg;
		return 0;
	case ARGP_KEY_ARGS:
		a->files = state->argv + state->next;
		a->nr_files = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		return p->help ? 0 : -complete(a, p->why);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static char *help(int key, const char *text, void *input)
{
	(void)input;
	return key == KEY_FORMAT ? strdup(format_names()) : (char *)text;
}

/* Ends with the first run that cannot be read: half a series is none. */
static int run(const void *args, struct why *why)
{
	const struct export_args *a = args;
	bool force = a->shared.compare.force;
	struct export e = {
		.unit = a->unit, .origin = a->origin, .force = force,
		.runs = calloc(a->nr_files, sizeof(*e.runs)),
	};
	int err = e.runs ? 0 : why__set(why, ENOMEM, "out of memory: try again");

	if (!err)
		err = results__find(&a->shared.store, a->files, a->nr_files, force,
				    e.runs, why);
	if (!err)
		e.nr_runs = a->nr_files;
	if (!err)
		err = export__write(stdout, a->format, &e, why);
	while (e.nr_runs)
		results__free(e.runs[--e.nr_runs]);
	free(e.runs);
	return err;
}

static const struct argp_option options[] = {
	{ "format", KEY_FORMAT, "NAME", 0, NULL, 0 },
	{ "unit", KEY_UNIT, "NAME", 0, "only samples in this unit", 0 },
	{ "origin", KEY_ORIGIN, "NAME", 0, "kcidb: the CI system that reports (vcpuscale)", 0 },
	{ 0 }
};

COMMAND(export) = {
	.name = "export",
	.doc = "print runs in a format of others\vRUN is a kernel (its newest run) or a results file.",
	.operands = "RUN...",
	.shared = { &options__results, &options__runs, &options__force },
	.options = options,
	.parser = parse,
	.help = help,
	.size = sizeof(struct export_args),
	.run = run,
};
