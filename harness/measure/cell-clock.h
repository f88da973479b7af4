/* SPDX-License-Identifier: GPL-2.0-only */
/* cell-clock.h - when a batch of the VMM's own operations begins and ends. */
#ifndef MEASURE_CELL_CLOCK_H
#define MEASURE_CELL_CLOCK_H

#include <stdbool.h>

#include "measure.h"

/** cell_clock__is_late() - do samples contain what KVM does after the operations? */
bool cell_clock__is_late(const struct cell *cell);

/**
 * cell_clock__settle() - the pause between two batches
 *
 * With BENCH_CLOCK_TASKS and _ELAPSED it is longer than KVM takes to free what was closed:
 * grace periods, then a work item. An idle machine executes no instructions. With
 * BENCH_CLOCK_VMM the thread only has to begin a new turn on its CPU, where vCPUs may run
 * as well. For memory, @seconds more: but vCPUs and nodes of one cache go as early as all
 * else.
 */
void cell_clock__settle(const struct cell *cell, unsigned int seconds);

/** cell_clock__start() - a batch begins; returns its clock, or memory */
double cell_clock__start(const struct cell *cell);

/** cell_clock__stop() - it ends; the difference is what it cost */
double cell_clock__stop(const struct cell *cell);

#endif
