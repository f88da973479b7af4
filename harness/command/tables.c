// SPDX-License-Identifier: GPL-2.0-only
/* tables.c - vcpuscale tables: what the plots are drawn from. */
#include "pair.h"

#include "report/tables.h"
#include "report/where-tables.h"

enum { KEY_PER_VCPU = 256 };

struct tables_args {
	struct command_options shared;
	bool per_vcpu;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct tables_args *a = p->args;

	(void)arg;
	if (key != KEY_PER_VCPU)
		return ARGP_ERR_UNKNOWN;
	a->per_vcpu = true;
	return 0;
}

static int run(const void *args, struct why *why)
{
	const struct tables_args *a = args;
	struct pair p = { 0 };
	int err = pair__load(&p, &a->shared, why);

	if (!err)
		err = tables__write(a->shared.output, p.c, a->per_vcpu, why);
	if (!err)
		err = where__write_tables(a->shared.output, p.c, why);
	pair__free(&p);
	return err;
}

static const struct argp_option options[] = {
	{ "per-vcpu", KEY_PER_VCPU, NULL, 0,
	  "divide every value by its number of vCPUs", 0 },
	{ 0 }
};

COMMAND(tables) = {
	.name = "tables",
	.doc = "write the tables that the plots are drawn from",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR, &options__output_needed },
	.options = options,
	.parser = parse,
	.size = sizeof(struct tables_args),
	.run = run,
};
