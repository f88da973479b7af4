/* SPDX-License-Identifier: GPL-2.0-only */
/* measure.h - what all files of this folder share: a cell, and perf around it. */
#ifndef MEASURE_MEASURE_H
#define MEASURE_MEASURE_H

#include <sys/types.h>

#include "lib/clock.h"
#include "vmm/vm.h"

#define PERF_MAX_EVENTS	16

/** enum perf_mode - what perf does */
enum perf_mode { PERF_NONE, PERF_STAT, PERF_RECORD };

/**
 * struct perf_count - what was counted of an event
 * @unit:	"cycles/op"
 * @value:	for one operation
 */
struct perf_count {
	char unit[64];
	double value;
};

/**
 * struct perf - perf around a cell
 * @mode:	PERF_NONE if this cell is not for perf
 * @ops:	operations that perf saw
 * @counts:	@nr_counts of them, after perf__stop() of PERF_STAT
 * @failure:	why there is nothing, empty if there is
 * @data:	perf.data's path, after perf__stop() of PERF_RECORD
 */
struct perf {
	enum perf_mode mode;
	unsigned long ops;
	struct perf_count counts[PERF_MAX_EVENTS];
	unsigned int nr_counts;
	char failure[256];
	char data[256];

	/* private */
	pid_t pid;
	int control, ack, log;
};

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
	double samples[BENCH_MAX_BATCHES];
	double empty;
};

#endif
