/* SPDX-License-Identifier: GPL-2.0-only */
/* merge.h - two runs of one kernel as one. */
#ifndef RESULTS_MERGE_H
#define RESULTS_MERGE_H

#include "lib/why.h"

/**
 * results__merge() - append the rounds of a run to another's
 * @path:	results file, which is replaced at once
 * @more:	results file of the same kernel, testbed, machine and CPU; its rounds
 *		are numbered on from the last of @path
 *
 * Both must be whole. Everything else that @path says stays, comments included.
 *
 * Return: 0 or a negative errno, and then @path is as it was.
 */
int results__merge(const char *path, const char *more, struct why *why);

#endif
