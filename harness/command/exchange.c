// SPDX-License-Identifier: GPL-2.0-only
/* The subcommands that read and write formats of others: export and import. */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "exchange/import.h"
#include "results/find.h"

/* Ends with the first run that cannot be read: half a series is none. */
int command__export(const struct options *o, struct why *why)
{
	struct export e = {
		.unit = o->unit, .force = o->compare.force,
		.runs = calloc(o->nr_files, sizeof(*e.runs)),
	};
	int err = e.runs ? 0 : why__set(why, ENOMEM, "out of memory: try again");

	if (!err)
		err = results__find(&o->shelf, o->files, o->nr_files,
				    o->compare.force, e.runs, why);
	if (!err)
		e.nr_runs = o->nr_files;
	if (!err)
		err = export__write(stdout, o->export, &e, why);
	while (e.nr_runs)
		results__free(e.runs[--e.nr_runs]);
	free(e.runs);
	return err;
}

int command__import(const struct options *o, struct why *why)
{
	return import__run(&(struct import){
		.path = o->files[0], .output = o->output,
		.vcpus_key = o->vcpus_key, .settings = o->settings,
		.nr_settings = o->nr_settings }, why);
}
