/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command line of vcpuscale-iterate. */
#ifndef ITERATE_USER_OPTIONS_H
#define ITERATE_USER_OPTIONS_H

#include "lib/why.h"
#include "measure.h"
#include "store.h"

/**
 * struct iterate_options - the command line
 * @measure:	what to measure
 * @store:	where to store it; no @store.results: nowhere
 * @callgrind:	callgrind's output, to be read instead; or NULL
 */
struct iterate_options {
	struct measure measure;
	struct store store;
	const char *callgrind;
};

/**
 * iterate_options__parse() - parse the command line
 * @o:		gets what is asked for
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int iterate_options__parse(struct iterate_options *o, int argc, char **argv, struct why *why);

#endif
