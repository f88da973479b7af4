// SPDX-License-Identifier: GPL-2.0-only
/* page.c - vcpuscale page: a comparison as a web page with its files. */
#include "pair.h"

#include "report/page/page.h"
#include "report/page/publish.h"

enum { KEY_PLOTS = 256 };

/**
 * struct page_args - what goes on the page
 * @plots: folder of plots to publish with it, or NULL
 */
struct page_args {
	struct command_options shared;
	const char *plots;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct page_args *a = p->args;

	if (key != KEY_PLOTS)
		return ARGP_ERR_UNKNOWN;
	a->plots = arg;
	return 0;
}

static int run(const void *args, struct why *why)
{
	const struct page_args *a = args;
	struct pair p = { 0 };
	int err = pair__load(&p, &a->shared, why);

	if (!err)
		err = page__publish(a->shared.output, a->plots, page__write, p.c, why);
	pair__free(&p);
	return err;
}

static const struct argp_option options[] = {
	{ "plots", KEY_PLOTS, "DIR", 0, "folder of plots to publish with the page", 0 },
	{ 0 }
};

COMMAND(page) = {
	.name = "page",
	.doc = "write a comparison as a page with its files (see make publish)",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR, &options__output_needed },
	.options = options,
	.parser = parse,
	.size = sizeof(struct page_args),
	.run = run,
};
