// SPDX-License-Identifier: GPL-2.0-only
/* cell-guest.c - time operations of a guest's vCPU 0. */
#include <sys/ioctl.h>

#include "cell-guest.h"
#include "cell-perf.h"
#include "evidence.h"
#include "guests/mark.h"
#include "lib/watcher.h"
#include "states.h"
#include "vmm/kvmstats.h"
#include "vmm/vm.h"
#include "yields.h"

#define EMPTY_BATCHES	4	/* to begin with: the first warms up */

/**
 * struct measurement - a cell while it runs
 * @cell:	the cell
 * @vm:		its VM, which is the caller's
 * @ns_per_tick: of the TSC; 1 where it counts instructions
 * @warmup:	batches of operations before those that are samples
 * @last:	batches up to the last sample, empty ones and warm-ups among them
 * @step:	batches that were begun
 * @operated:	batches of operations that have ended
 * @started:	thread CPU time at which the current batch began
 * @empty:	least cost of an empty batch
 * @before:	counters when the operations began
 * @after:	counters when they had ended
 */
struct measurement {
	struct cell *cell;
	struct vm *vm;
	double ns_per_tick;
	unsigned int warmup, last;
	unsigned int step, operated;
	uint64_t started;
	double empty;
	struct evidence before, after;
};

static void start_clock(struct measurement *m)
{
	m->started = clock__thread_ns();
	if (m->cell->bench->clock == BENCH_CLOCK_THREAD)
		mark__thread();
}

/* In an exact machine, 1 ns of CPU time is one instruction as well. */
static double batch_cost(const struct measurement *m)
{
	if (m->cell->bench->clock == BENCH_CLOCK_THREAD) {
		mark__end();
		return clock__thread_ns() - m->started;
	}
	if (m->cell->bench->clock == BENCH_CLOCK_SKEW)
		return yields__skew(m->vm->nr_vcpus - 1);
	return m->vm->shared->ticks * m->ns_per_tick;
}

static void tell_batch(const struct measurement *m, const char *kind, double cost)
{
	if (m->cell->unit->insns)
		watcher__tell("batch %s %.0f", kind, cost);
}

/*
 * A CPU's speed may change within a cell. Where time is measured, an empty batch before
 * each other one sees the speed at which that runs; else a CPU that becomes faster after
 * the empty ones would make operations of less than nothing.
 */
static bool alternates(const struct cell *cell)
{
	return !cell->unit->insns;
}

static bool is_empty(const struct measurement *m, unsigned int step)
{
	return step < EMPTY_BATCHES ||
	       (alternates(m->cell) && step < m->last && (step - EMPTY_BATCHES) % 2 == 0);
}

/* The batch that has just ended: an empty one, a warm-up, a sample, or one for perf. */
static void account(struct measurement *m, double cost)
{
	const struct bench *bench = m->cell->bench;
	unsigned int ended = m->step - 1;

	if (ended == 0) {
		tell_batch(m, "none", cost);
	} else if (is_empty(m, ended)) {
		if (ended == 1 || cost < m->empty)
			m->empty = cost;
		tell_batch(m, "empty", cost);
	} else if (m->operated++ < m->warmup || m->cell->nr_samples == bench->batches) {
		tell_batch(m, "none", cost);
	} else {
		m->cell->samples[m->cell->nr_samples++] = cost;
		tell_batch(m, "sample", cost);
	}
}

/* Costs of batches become those of an operation. */
static void finish(struct measurement *m)
{
	struct cell *cell = m->cell;
	unsigned int ops = bench__ops(cell->bench, m->vm->nr_vcpus), i;

	if (cell->bench->clock == BENCH_CLOCK_SKEW)
		return;
	for (i = 0; i < cell->nr_samples; i++)
		cell->samples[i] = (cell->samples[i] - m->empty) / ops;
	cell->empty = m->empty / ops;
}

/* vm->batch: in vCPU 0's thread, between two batches. */
static int between_batches(struct vm *vm, void *arg)
{
	struct measurement *m = arg;
	const struct bench *bench = m->cell->bench;

	if (!m->step && bench->clock == BENCH_CLOCK_SKEW)
		yields__hurry();
	if (m->step)
		account(m, batch_cost(m));
	else if (bench->others == BENCH_OTHERS_SPINNING &&
		 states__wait(vm, 1, vm->nr_vcpus, bench->others, m->cell->deadline_ms))
		return 1;
	if (m->step == EMPTY_BATCHES)
		evidence__collect(&m->before, vm, bench);
	if (m->step == m->last) {
		evidence__collect(&m->after, vm, bench);
		if (m->cell->unit->insns)
			watcher__tell("disarm");
	}
	if (m->step >= m->last && cell__for_perf(m->cell, m->step - m->last))
		return 1;
	vm->shared->ops = bench__ops(bench, vm->nr_vcpus);
	vm->shared->empty = is_empty(m, m->step);
	if (!m->step++ && m->cell->unit->insns)
		watcher__tell("arm");
	start_clock(m);
	return 0;
}

static double ns_per_tick(const struct cell *cell, const struct vm *vm)
{
	int khz;

	if (cell->unit->insns)
		return 1;
	khz = ioctl(vm->vcpus[0].fd, KVM_GET_TSC_KHZ, 0);
	return khz > 0 ? 1e6 / khz : 0;
}

int cell_guest__measure(struct cell *cell, struct vm *vm)
{
	struct measurement m = {
		.cell = cell,
		.vm = vm,
		.ns_per_tick = ns_per_tick(cell, vm),
		.warmup = bench__warmup(cell->bench, vm->nr_vcpus),
	};
	unsigned int batches = m.warmup + cell->bench->batches;
	unsigned int between = alternates(cell) ? 2 * batches : batches;
	int err;

	m.last = EMPTY_BATCHES + between;
	vm->batch = between_batches;
	vm->batch_arg = &m;
	err = kvmstats__open(vm);
	if (!err)
		err = vm__start(vm, cell->deadline_ms);
	if (!err && cell->bench->others == BENCH_OTHERS_HALTED)
		err = states__wait(vm, 1, vm->nr_vcpus, BENCH_OTHERS_HALTED, cell->deadline_ms);
	if (!err)
		err = vm__wait(vm, cell->deadline_ms);
	/* Where it was given up, vCPU 0 may still come to a batch's end, which uses @m. */
	if (err) {
		vm__stop(vm);
		return err;
	}
	finish(&m);
	if (evidence__check(&m.before, &m.after, vm, cell->bench, batches, between,
			    cell->reason, sizeof(cell->reason)))
		cell->outcome = CELL_INVALID;
	return 0;
}
