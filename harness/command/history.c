// SPDX-License-Identifier: GPL-2.0-only
/* history.c - vcpuscale history: where the cost changed over all stored runs. */
#include "options.h"

#include <errno.h>
#include <stdio.h>

#include "history/history.h"
#include "report/history.h"

enum { KEY_ORDER = 256, KEY_FORMAT, KEY_ACROSS };

/**
 * struct history_args - in which order, and how it is shown
 * @order: order file, NULL when not given
 * @across: kernel to follow over all bases, likewise
 * @format: of the report; NULL for the default
 */
struct history_args {
	struct command_options shared;
	const char *order;
	const char *across;
	const struct history_format *format;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct history_args *a = p->args;

	switch (key) {
	case KEY_ORDER:
		a->order = arg;
		return 0;
	case KEY_ACROSS:
		a->across = arg;
		return 0;
	case KEY_FORMAT:
		return -history__find_format(arg, &a->format, p->why);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* As compare's: a change for the worse is a regression. */
static int history_code(const struct history *h)
{
	bool is_short = false;
	size_t i, k;

	for (i = 0; i < h->nr_series; i++) {
		is_short |= history__is_short(&h->series[i]);
		for (k = 0; k < h->series[i].nr_changes; k++) {
			if (history__got_worse(&h->series[i], &h->series[i].changes[k]))
				return EXIT_REGRESSION;
		}
	}
	return is_short ? EXIT_INCONCLUSIVE : EXIT_NO_REGRESSION;
}

static int report(const struct history_args *a, const struct history *h,
		  struct why *why)
{
	const struct history_format *format = a->format;
	int err = 0;

	if (a->shared.output)
		return history__tables(a->shared.output, h, why);
	if (!format)
		err = history__find_format(HISTORY_FORMAT_DEFAULT, &format, why);
	if (err)
		return err;
	format->print(stdout, h);
	return history_code(h);
}

static int run(const void *args, struct why *why)
{
	const struct history_args *a = args;
	const struct command_options *o = &a->shared;
	const struct history_options options = {
		o->store, o->bench, o->vcpus, a->order, a->across, o->compare.threshold,
	};
	struct history *h;
	int err = history__load(&options, &h, why);

	if (err)
		return err;
	err = report(a, h, why);
	history__free(h);
	return err;
}

static char *help(int key, const char *text, void *input)
{
	(void)input;
	return key == KEY_FORMAT ? options__help_on_format(&history_formats, HISTORY_FORMAT_DEFAULT) :
				   (char *)text;
}

static const struct argp_option options[] = {
	{ "order", KEY_ORDER, "FILE", 0,
	  "revisions in order, as bench-range writes them (default: by date)", 0 },
	{ "across", KEY_ACROSS, "KERNEL", 0,
	  "what each release did: the runs of KERNEL on all bases in one row", 0 },
	{ "format", KEY_FORMAT, "NAME", 0, NULL, 0 },
	{ 0 }
};

COMMAND(history) = {
	.name = "history",
	.doc = "where the cost changed over all stored runs\vExit codes: 0 no change for the worse, 1 at least one, 2 an error, 3 noisy runs too few to tell. With --output, tables for the plots are written instead.",
	.shared = { &options__results, &options__runs, &options__cells, &options__threshold,
		    &options__output },
	.options = options,
	.parser = parse,
	.help = help,
	.size = sizeof(struct history_args),
	.run = run,
};
