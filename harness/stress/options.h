/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command line of vcpuscale-stress. */
#ifndef STRESS_OPTIONS_H
#define STRESS_OPTIONS_H

#include <stdint.h>
#include <time.h>

#include "lib/why.h"

/** struct stress_options - @seed of all that is random, and for how many @seconds */
struct stress_options {
	uint64_t seed;
	time_t seconds;
};

/**
 * stress_options__parse() - from the environment, and from the command line
 * @o:		gets them
 * @why:	says what is wrong
 *
 * Process 1 is given both by the kernel. It takes the environment alone: what the
 * kernel does not know of its own command line it hands on as arguments.
 *
 * Return: 0 or a negative errno.
 */
int stress_options__parse(struct stress_options *o, int argc, char **argv, struct why *why);

#endif
