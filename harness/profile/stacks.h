/* SPDX-License-Identifier: GPL-2.0-only */
/* stacks.h - a profile's call paths, for flame graphs. */
#ifndef PROFILE_STACKS_H
#define PROFILE_STACKS_H

#include "profile.h"

#define STACKS_DEPTH	64	/* of a path; deeper calls count as their caller's */

/**
 * struct stack_frame - a path
 * @path: numbers of its functions in the cell, the outermost first
 * @depth: how many
 * @self: what the last of them costs itself on this path
 * @total: with all that it calls there
 */
struct stack_frame {
	size_t path[STACKS_DEPTH];
	size_t depth;
	double self;
	double total;
};

/**
 * stacks__walk() - visit every call path, callers before what they call
 * @event: what is counted
 * @visit: may return something else than 0 to end the walk
 * @arg: handed to @visit
 *
 * Profiles know calls from function to function, not whole paths. What a function with
 * several callers costs is divided among the paths as the calls are, so the sum is exact
 * and a path of such a function is an estimate.
 *
 * Return: 0, what @visit returned, or -ENOMEM.
 */
int stacks__walk(const struct profile_cell *cell, enum profile_event event,
		 int (*visit)(const struct stack_frame *frame, void *arg), void *arg);

#endif
