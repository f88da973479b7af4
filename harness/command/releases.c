// SPDX-License-Identifier: GPL-2.0-only
/* releases.c - vcpuscale releases: what each release did, as a web page with its files. */
#include "options.h"

#include "history/history.h"
#include "report/page/page.h"
#include "report/page/publish.h"

enum { KEY_ACROSS = 256, KEY_PLOTS };

/**
 * struct releases_args - what goes on the page
 * @across: kernel to follow over all bases
 * @plots: folder of plots to publish with it, or NULL
 */
struct releases_args {
	struct command_options shared;
	const char *across;
	const char *plots;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct releases_args *a = p->args;

	switch (key) {
	case KEY_ACROSS:
		a->across = arg;
		return 0;
	case KEY_PLOTS:
		a->plots = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run(const void *args, struct why *why)
{
	const struct releases_args *a = args;
	const struct command_options *o = &a->shared;
	const struct history_options options = {
		o->store, o->bench, o->vcpus, NULL, a->across ? a->across : "unpatched",
		o->compare.threshold,
	};
	struct history *h;
	int err = history__load(&options, &h, why);

	if (err)
		return err;
	err = page__publish(o->output, a->plots, page__write_releases, h, why);
	history__free(h);
	return err;
}

static const struct argp_option options[] = {
	{ "across", KEY_ACROSS, "KERNEL", 0,
	  "the kernel that is followed over all bases (default: unpatched)", 0 },
	{ "plots", KEY_PLOTS, "DIR", 0, "folder of plots to publish with the page", 0 },
	{ 0 }
};

COMMAND(releases) = {
	.name = "releases",
	.doc = "write what each release did as a page with its files (see make publish ACROSS=)",
	.shared = { &options__results, &options__runs, &options__cells, &options__threshold,
		    &options__output_needed },
	.options = options,
	.parser = parse,
	.size = sizeof(struct releases_args),
	.run = run,
};
