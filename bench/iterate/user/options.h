/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command line of vcpuscale-iterate. */
#ifndef ITERATE_USER_OPTIONS_H
#define ITERATE_USER_OPTIONS_H

#include "lib/why.h"
#include "measure.h"

/**
 * iterate_options__parse() - parse the command line
 * @m:		gets what is to be measured
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int iterate_options__parse(struct measure *m, int argc, char **argv, struct why *why);

#endif
