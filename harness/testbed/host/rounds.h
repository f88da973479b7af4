/* SPDX-License-Identifier: GPL-2.0-only */
/* rounds.h - the worker: swap and measure, in ABBA order. */
#ifndef TESTBED_HOST_ROUNDS_H
#define TESTBED_HOST_ROUNDS_H

#include "lib/why.h"

/**
 * rounds__work() - for supervisor__run()
 * @options:	a struct host_options, whose sides' files were begun
 * @why:	says what is wrong
 *
 * Reloads the saved modules once before anything else: if these cannot
 * be put back, that shows before others were loaded, and their arguments are
 * known from then on.
 *
 * Return: 0 or a negative errno.
 */
int rounds__work(void *options, struct why *why);

#endif
