/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * perf.h - run perf(1) around batches of a cell.
 *
 * The batches that perf sees are not those that are samples: they follow them,
 * and perf is started after the last sample was taken. So a cell's samples are
 * the same with perf and without it.
 */
#ifndef MEASURE_PERF_H
#define MEASURE_PERF_H

#include <stdio.h>

#include "measure.h"

/**
 * perf__setup() - which events this machine has
 * @mode:	what is wanted
 * @dir:	PERF_RECORD: directory for perf.data and reports
 *
 * Return: 0, or -ENOENT if there is no perf.
 */
int perf__setup(enum perf_mode mode, const char *dir);

/**
 * perf__start() - attach to this process's threads, or to all CPUs; not yet counting
 * @perf:	with its mode
 * @bench:	the benchmark
 * @nr_vcpus:	vCPUs of the cell
 */
void perf__start(struct perf *perf, const struct bench *bench, unsigned int nr_vcpus);

/** perf__enable() - count or sample from now on; returns when perf has said that it does */
void perf__enable(struct perf *perf);

/** perf__enough() - PERF_RECORD: has it sampled long enough? PERF_STAT: after some batches */
bool perf__enough(const struct perf *perf, unsigned int batches);

/**
 * perf__stop() - stop counting, end perf, read what it has counted
 * @perf:	gets counts or data, or a failure
 * @ops:	operations since perf__enable()
 */
void perf__stop(struct perf *perf, unsigned long ops);

/**
 * perf__print() - a cell's counts as a results line, the first time after their units,
 * or the share that the function under test has in the samples, as a comment
 */
void perf__print(const struct perf *perf, const struct bench *bench, unsigned int nr_vcpus,
		 FILE *out);

#endif
