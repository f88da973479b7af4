/* SPDX-License-Identifier: GPL-2.0-only */
/* split.h - one run as two that were measured in turns. */
#ifndef RESULTS_SPLIT_H
#define RESULTS_SPLIT_H

#include <limits.h>

#include "lib/why.h"

/**
 * results__split() - make two runs of the rounds of one
 * @path:	whole results file, which stays
 * @sides:	gets the paths of the two files, beside @path and called after its run
 *
 * Rounds go to a, b, b, a, as those of two kernels would, and are numbered from 1
 * in each. Both files are written, or none.
 *
 * Return: 0 or a negative errno.
 */
int results__split(const char *path, char sides[2][PATH_MAX], struct why *why);

#endif
