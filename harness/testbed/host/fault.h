/* SPDX-License-Identifier: GPL-2.0-only */
/* fault.h - let the N-th step of a swap go wrong, for the tests. */
#ifndef TESTBED_HOST_FAULT_H
#define TESTBED_HOST_FAULT_H

#include <sys/types.h>

/**
 * fault__init() - count steps from here on, in all processes forked later
 * @spec:	"N:ACTION" or NULL. ACTION: fail (the step is not done, as if the
 *		kernel had refused it), term, int, hup (the supervisor gets the
 *		signal before the step), kill-worker, kill-supervisor, kill-both
 *		(SIGKILL before the step)
 *
 * Return: 0, or -EINVAL if @spec is no such thing.
 */
int fault__init(const char *spec);

/**
 * fault__step() - a step is about to be done
 *
 * Return: 0, or -EIO if it must fail.
 */
int fault__step(void);

/** fault__steps() - steps that were counted so far */
unsigned int fault__steps(void);

/** fault__supervisor() - the process that restores; set by it */
extern pid_t fault__supervisor;

#endif
