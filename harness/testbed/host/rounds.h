/* SPDX-License-Identifier: GPL-2.0-only */
/* rounds.h - the worker: swap and measure, in ABBA order. */
#ifndef TESTBED_HOST_ROUNDS_H
#define TESTBED_HOST_ROUNDS_H

/**
 * rounds__work() - for supervisor__run()
 * @plan:	a struct host_options, whose sides' files were begun
 *
 * Reloads the saved modules once before anything else: if these cannot
 * be put back, that shows before others were loaded, and their arguments are
 * known from then on.
 *
 * Return: 0, or a negative errno after the reason was told.
 */
int rounds__work(void *plan);

#endif
