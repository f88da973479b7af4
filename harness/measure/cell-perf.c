// SPDX-License-Identifier: GPL-2.0-only
/* cell-perf.c - start perf after the last sample, stop it when it has seen enough. */
#include "cell-perf.h"
#include "perf.h"

int cell__for_perf(struct cell *cell, unsigned int done)
{
	struct perf *perf = &cell->perf;

	if (perf->mode == PERF_NONE)
		return 1;
	if (!done) {
		perf__start(perf, cell->bench, cell->nr_vcpus);
		perf__enable(perf);
	}
	if (!perf__enough(perf, done))
		return 0;
	perf__stop(perf, (unsigned long)done * bench__ops(cell->bench, cell->nr_vcpus));
	return 1;
}
