// SPDX-License-Identifier: GPL-2.0-only
/* list.c - vcpuscale list: the stored runs. */
#include "options.h"

#include <stdio.h>

#include "report/list.h"

static int run(const void *args, struct why *why)
{
	const struct command_options *o = args;

	return list__print(stdout, o->store.dir, why);
}

COMMAND(list) = {
	.name = "list",
	.doc = "list the stored runs",
	.shared = { &options__results },
	.run = run,
};
