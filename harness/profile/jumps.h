/* SPDX-License-Identifier: GPL-2.0-only */
/* jumps.h - functions that end in a jump to another one. */
#ifndef PROFILE_JUMPS_H
#define PROFILE_JUMPS_H

#include "profile.h"

/**
 * jumps__connect() - make whoever jumps to a function its caller
 * @cell: gets calls for jumps; its calls are merged before
 *
 * Compilers turn a call before a return into a jump, which counts as no call. Whoever
 * jumped then costs less than its callers say, by as much as the functions cost that it
 * jumped to and that nobody seems to call. Functions are brought together where this is
 * so to the instruction, the load, the store and the branch. One that jumped to another,
 * which jumped on, becomes the caller of both.
 *
 * What stays without a caller was running when the window began.
 *
 * Return: 0 or -ENOMEM.
 */
int jumps__connect(struct profile_cell *cell);

#endif
