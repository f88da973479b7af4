/* SPDX-License-Identifier: GPL-2.0-only */
/* batch.h - measure one batch of walks. */
#ifndef ITERATE_BATCH_H
#define ITERATE_BATCH_H

#include "set.h"

/**
 * batch__run() - do the walks of a cell, on the set of the batch before if it fits
 * @cell:	what to do
 * @batch:	to fill in
 *
 * Return: 0, -EOPNOTSUPP if this form has no such walk, -EINVAL for a cell that
 * makes no sense, -ENOMEM.
 */
int batch__run(const struct iterate_cell *cell, struct iterate_batch *batch);

/** batch__finish() - free the set */
void batch__finish(void);

#endif
