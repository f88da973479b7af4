// SPDX-License-Identifier: GPL-2.0-only
/* series-table.c - vcpuscale series-table: which patch of a series costs or gains what. */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/patches.h"
#include "lib/array.h"
#include "lib/text.h"
#include "report/patches.h"
#include "report/report.h"
#include "report/words.h"
#include "results/load.h"

enum { KEY_JSON = 256, KEY_NAME };
enum { FIELD_STATE, FIELD_WHAT, FIELD_SUBJECT, FIELDS };

/**
 * struct series_args - what to report on
 * @file: a line for the base and for each patch
 * @name: of the series, or NULL
 * @variables: @nr_variables of the command that measures this again, as "KERNEL=x"
 * @json: not as text
 */
struct series_args {
	struct command_options shared;
	const char *file;
	const char *name;
	char **variables;
	size_t nr_variables;
	bool json;
};

static int state_of(const char *name)
{
	static const char *const names[] = {
		[PATCH_MEASURED] = "measured", [PATCH_SAME] = "same",
		[PATCH_UNBUILT] = "unbuilt", [PATCH_INVALID] = "invalid",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return i;
	return -EINVAL;
}

static struct patch_row *add_row(struct patches *p)
{
	struct patch_row *more = array__grow(p->rows, &p->room, p->nr, sizeof(*more));

	if (!more)
		return NULL;
	p->rows = more;
	more[p->nr] = (struct patch_row) { 0 };
	return &more[p->nr++];
}

/* The same code as that of a patch that cannot run is as bad. */
static int mark_invalid(struct patches *p, struct why *why)
{
	struct patch_row *row = &p->rows[p->nr - 1];
	size_t i = p->nr - 1;

	while (i && (p->rows[i].state == PATCH_SAME || p->rows[i].state == PATCH_UNBUILT))
		i--;
	if (p->rows[i].state != PATCH_INVALID)
		return 0;
	row->state = PATCH_INVALID;
	free(row->reason);
	if (asprintf(&row->reason, "the same code as patch %zu", i) >= 0)
		return 0;
	row->reason = NULL;
	return why__set(why, ENOMEM, "out of memory: try again");
}

/* "state<TAB>results file, or why there is none<TAB>subject" */
static int read_row(struct patches *p, const struct series_args *a, char *line, struct why *why)
{
	char *field[FIELDS];
	struct patch_row *row;
	int i, state;

	for (i = 0; i < FIELDS; i++)
		field[i] = i + 1 < FIELDS ? strsep(&line, "\t") : line;
	state = field[FIELD_SUBJECT] ? state_of(field[FIELD_STATE]) : -EINVAL;
	if (state < 0 || (!p->nr && state != PATCH_MEASURED))
		return why__set(why, EINVAL, "%s:%zu: not a line of state, file and subject, or the base is not measured: run make bench-series again",
				a->file, p->nr + 1);
	row = add_row(p);
	if (!row)
		return why__set(why, ENOMEM, "out of memory: try again");
	row->state = state;
	row->reason = strdup(state == PATCH_MEASURED ? "" : text__plain(field[FIELD_WHAT]));
	row->subject = strdup(text__plain(field[FIELD_SUBJECT]));
	if (!row->reason || !row->subject)
		return why__set(why, ENOMEM, "out of memory: try again");
	if (state == PATCH_SAME)
		return mark_invalid(p, why);
	if (state != PATCH_MEASURED)
		return 0;
	return results__load(field[FIELD_WHAT], a->shared.compare.force, &row->results, why);
}

static int read_rows(struct patches *p, const struct series_args *a, struct why *why)
{
	FILE *file = fopen(a->file, "re");
	size_t size = 0;
	char *line = NULL;
	int err = 0;

	if (!file)
		return why__set(why, errno, "%s: %s: run make bench-series first", a->file, strerror(errno));
	while (!err && getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		err = read_row(p, a, line, why);
	}
	if (!err && ferror(file))
		err = why__unread(why, a->file);
	if (!err && p->nr < 2)
		err = why__set(why, EINVAL, "%s: names no patch: run make bench-series again", a->file);
	free(line);
	fclose(file);
	return err;
}

static int exit_code(const struct patches *p, struct why *why)
{
	size_t row, bad = 0;

	switch (p->verdict) {
	case STATS_REGRESSED:
		return EXIT_REGRESSION;
	case STATS_INCONCLUSIVE:
		return EXIT_INCONCLUSIVE;
	case STATS_INVALID:
		for (row = 1; row < p->nr; row++)
			bad += patches__verdict(p, row) == STATS_INVALID;
		if (!bad)
			return why__set(why, EINVAL, "the base is invalid: see the reason in the table");
		return why__set(why, EINVAL, "%zu of %zu patches do not build, or are invalid: see the reasons in the table",
				bad, p->nr - 1);
	default:
		return EXIT_NO_REGRESSION;
	}
}

/* NULL where nothing was said of it. */
static const char *command_of(const struct series_args *a, char buf[WORDS_TEXT])
{
	char *value;
	size_t i;

	strcpy(buf, "make deps bench-series");
	for (i = 0; i < a->nr_variables; i++) {
		value = strchr(a->variables[i], '=');
		if (!value)
			continue;
		*value++ = '\0';
		words__variable(buf, text__plain(a->variables[i]), text__plain(value));
	}
	return a->nr_variables ? buf : NULL;
}

static int run(const void *args, struct why *why)
{
	const struct series_args *a = args;
	char command[WORDS_TEXT];
	struct patches p = { .command = command_of(a, command) };
	int err = read_rows(&p, a, why);

	if (!err)
		p.name = a->name ? a->name : report__name(p.rows[patches__last(&p)].results);
	if (!err)
		err = patches__compare(&p, &a->shared.compare, why);
	if (!err)
		err = (a->json ? patches__print_json : patches__print)(stdout, &p, why);
	if (!err)
		err = exit_code(&p, why);
	patches__free(&p);
	return err;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct series_args *a = p->args;

	switch (key) {
	case KEY_JSON:
		a->json = true;
		return 0;
	case KEY_NAME:
		a->name = text__plain(arg);
		return 0;
	case ARGP_KEY_ARGS:
		a->file = state->argv[state->next];
		a->variables = state->argv + state->next + 1;
		a->nr_variables = state->argc - state->next - 1;
		return 0;
	case ARGP_KEY_END:
		if (p->help || a->file)
			return ARGP_ERR_UNKNOWN;
		return -why__set(p->why, EINVAL, "FILE missing: name the list that make bench-series wrote");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{ "json", KEY_JSON, NULL, 0, "not as text: the schema vcpuscale-series/1", 0 },
	{ "name", KEY_NAME, "TEXT", 0, "what the series is called", 0 },
	{ 0 }
};

COMMAND(series_table) = {
	.name = "series-table",
	.doc = "which patch of a series costs or gains what\vFILE has a line for the base and for each patch: its state (measured, same, unbuilt, invalid), its results file or the reason why it has none, and its subject, separated by tabs. VARIABLES are those of the make bench-series that measures it again. Exit codes: 0 no patch makes anything worse, 1 a patch does, by itself or all together, 2 an error, or a patch that does not build or is invalid, 3 something is inconclusive.",
	.operands = "FILE [NAME=VALUE...]",
	.shared = { &options__threshold, &options__force },
	.options = options,
	.parser = parse,
	.size = sizeof(struct series_args),
	.run = run,
};
