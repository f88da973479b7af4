/* SPDX-License-Identifier: GPL-2.0-only */
/* merge.h - two runs of one kernel as one. */
#ifndef RESULTS_MERGE_H
#define RESULTS_MERGE_H

#include "lib/why.h"

/**
 * enum merge - what the second run has that the first has not
 * @MERGE_ROUNDS:	later rounds: they are numbered on from the last of the first run
 * @MERGE_CELLS:	other cells, of the same rounds
 */
enum merge { MERGE_ROUNDS, MERGE_CELLS };

/**
 * results__merge() - append a run to another
 * @path:	results file, which is replaced at once
 * @more:	results file of the same kernel, testbed, machine and CPU
 * @what:	what is appended
 *
 * Both must be whole. Everything else that @path says stays, comments included.
 * With MERGE_CELLS no cell may be in both.
 *
 * Return: 0 or a negative errno, and then @path is as it was.
 */
int results__merge(const char *path, const char *more, enum merge what, struct why *why);

#endif
