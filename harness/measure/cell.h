/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell.h - one benchmark at one number of vCPUs.
 */
#ifndef MEASURE_CELL_H
#define MEASURE_CELL_H

#include "lib/clock.h"
#include "perf.h"
#include "vmm/vm.h"

#define CELL_MAX_BATCHES	64

/** enum cell_outcome - how a cell ended */
enum cell_outcome {
	CELL_MEASURED,
	CELL_SKIPPED,		/* this kernel or CPU cannot run it; see reason */
	CELL_INVALID,		/* it ran, and its samples cannot be trusted */
};

/**
 * struct cell - a cell and what came of it
 * @bench:	the benchmark
 * @nr_vcpus:	1 to GUEST_MAX_VCPUS
 * @unit:	of the samples
 * @deadline_ms: for each wait in the cell
 * @perf:	with its mode; its batches follow those that are samples
 * @outcome:	set by cell__run()
 * @reason:	why it was skipped or is invalid
 * @nr_samples:	samples in @samples
 * @samples:	cost of one operation, a sample a batch, in @unit
 * @empty:	cost of one turn of the empty loop that was subtracted
 */
struct cell {
	const struct bench *bench;
	unsigned int nr_vcpus;
	const struct clock_unit *unit;
	unsigned int deadline_ms;
	struct perf perf;

	enum cell_outcome outcome;
	char reason[FAILURE_SIZE];
	unsigned int nr_samples;
	double samples[CELL_MAX_BATCHES];
	double empty;
};

/**
 * cell__run() - create a VM, measure, tear it down
 * @cell:	what to measure, and where the result goes
 * @kvm_fd:	/dev/kvm, stays the caller's
 */
void cell__run(struct cell *cell, int kvm_fd);

/**
 * cell__for_perf() - after a cell's last sample, perf's batches
 * @cell:	the cell
 * @done:	batches since the last sample
 *
 * Return: 0 if another batch is wanted, 1 if that was the last one.
 */
int cell__for_perf(struct cell *cell, unsigned int done);

#endif
