/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * callgrind.h - a cell's profile in the format of Callgrind, for callgrind_annotate and
 * KCachegrind.
 */
#ifndef PROFILE_CALLGRIND_H
#define PROFILE_CALLGRIND_H

#include <stdio.h>

#include "profile.h"

/**
 * struct callgrind_file - what is printed
 * @cell: the cell
 * @cache: the simulated caches; NULL if not known
 */
struct callgrind_file {
	const struct profile_cell *cell;
	const char *cache;
};

/**
 * callgrind__print() - print it; the caller checks @out
 *
 * The format takes whole numbers, so counts are those of all operations, whose number
 * is in a line "desc: operations:". Where the empty loop cost more than the loop around
 * operations did, as in a function that only the empty one calls, the difference is
 * taken from the largest function of its module: the sum stays.
 */
void callgrind__print(FILE *out, const struct callgrind_file *file);

#define CALLGRIND_NAME	200	/* bytes for callgrind__name() */

/** callgrind__name() - "IrqDelivery-state-quiet-255.callgrind"; returns @buf */
const char *callgrind__name(char *buf, const struct profile_cell *cell);

#endif
