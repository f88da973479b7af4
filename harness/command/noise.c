// SPDX-License-Identifier: GPL-2.0-only
/* noise.c - vcpuscale noise: what two runs of one kernel differ in. */
#include "pair.h"

#include <stdio.h>

#include "report/noise.h"

/* What is compared is one kernel: report and store what it shows. */
static int report(const struct command_options *o, const struct comparison *c,
		  struct why *why)
{
	struct noise *n;
	int err = noise__measure(c->base, c->head, &o->compare, &n, why);

	if (err)
		return err;
	noise__print(stdout, n);
	err = noise__store(n, why);
	noise__free(n);
	return err;
}

static int run(const void *args, struct why *why)
{
	struct pair p = { 0 };
	int err = pair__load(&p, args, why);

	if (!err)
		err = report(args, p.c, why);
	pair__free(&p);
	return err;
}

COMMAND(noise) = {
	.name = "noise",
	.doc = "what two runs of one kernel differ in\vPrints the report and stores its summary beside HEAD as <run>.noise, for other comparisons to quote. See make noise.",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR },
	.run = run,
};
