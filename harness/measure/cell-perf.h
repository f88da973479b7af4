/* SPDX-License-Identifier: GPL-2.0-only */
/* cell-perf.h - the batches of a cell that perf sees. */
#ifndef MEASURE_CELL_PERF_H
#define MEASURE_CELL_PERF_H

#include "measure.h"

/**
 * cell__for_perf() - after a cell's last sample, perf's batches
 * @cell:	the cell
 * @done:	batches since the last sample
 *
 * Return: 0 if another batch is wanted, 1 if that was the last one.
 */
int cell__for_perf(struct cell *cell, unsigned int done);

#endif
