// SPDX-License-Identifier: GPL-2.0-only
/* cell-vmm.c - time operations of the VMM's own. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "cell-clock.h"
#include "cell-perf.h"
#include "cell-vmm.h"
#include "evidence.h"
#include "lib/watcher.h"
#include "states.h"
#include "vmm/kvmslab.h"
#include "vmm/kvmstats.h"
#include "vmm/reload.h"

#define FREED_LATE_S	6	/* kfree_rcu() gathers for 5 s, from 6.3 on */
#define CONFIRM_TRIES	8	/* counts of memory, until two in a row agree */
#define STARTED_NS	200000000	/* KVM kicks all vCPUs 100 ms after they started: kvmclock */
#define EMPTY_BATCHES	3	/* what the loop, waiting and reading the clock cost: the least of them */

/**
 * struct batch - one that was timed
 * @cost:	by the benchmark's clock
 * @undisturbed: the thread was on its CPU from beginning to end
 */
struct batch {
	double cost;
	bool undisturbed;
};

static void tell_batch(const struct cell *cell, const char *kind, double cost)
{
	if (cell->unit->watched)
		watcher__tell("batch %s %.0f", kind, cost);
}

static long context_switches(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

static int empty_op(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return 0;
}

static inline int run_ops(const struct cell *cell, struct vm *vm,
		   int (*op)(struct vm *vm, unsigned int nr_vcpus))
{
	unsigned int i, ops = bench__ops(cell->bench, cell->nr_vcpus);
	int err;

	for (i = 0; i < ops; i++) {
		err = op(vm, cell->nr_vcpus);
		if (err) {
			vm__fail(vm, "operation %u of %u: %s", i + 1, ops, strerror(-err));
			return err;
		}
	}
	return 0;
}

static int time_batch(const struct cell *cell, struct vm *vm,
		      int (*op)(struct vm *vm, unsigned int nr_vcpus), struct batch *batch)
{
	long switches = context_switches();
	double start = cell_clock__start(cell);
	int err = run_ops(cell, vm, op);

	if (cell_clock__is_late(cell) || cell->unit == &clock_bytes)
		cell_clock__settle(cell, 1);
	batch->cost = cell_clock__stop(cell) - start;
	batch->undisturbed = context_switches() == switches;
	if (!cell_clock__is_late(cell))
		cell_clock__settle(cell, 0);
	return err;
}

static double time_empty(const struct cell *cell, struct vm *vm)
{
	struct batch batch;
	unsigned int i;
	double least = 0;

	for (i = 0; i < EMPTY_BATCHES && cell->unit->insns; i++) {
		time_batch(cell, vm, empty_op, &batch);
		tell_batch(cell, "empty", batch.cost);
		if (!i || batch.cost < least)
			least = batch.cost;
	}
	return least;
}

/*
 * The TSC also counts what other tasks execute, and it goes on while the machine
 * idles. Both only add to a batch, and the minimum of the batches is used: one
 * batch without a context switch is enough.
 */
static int check_undisturbed(const struct cell *cell, struct vm *vm, unsigned int undisturbed)
{
	if (undisturbed || !cell->unit->exact || cell->unit == &clock_bytes)
		return 0;
	vm__fail(vm, "the operation sleeps or waits for other tasks: time it by BENCH_CLOCK_TASKS");
	return -EPROTO;
}

/* vCPUs that do not run show nothing. */
static void collect(const struct cell *cell, const struct vm *vm, struct evidence *e)
{
	if (cell->bench->payload)
		evidence__collect(e, vm, cell->bench);
}

static int check_evidence(const struct cell *cell, struct vm *vm, const struct evidence *start,
			  const struct evidence *end)
{
	const struct bench *bench = cell->bench;
	unsigned int batches = bench__warmup(bench, cell->nr_vcpus) + bench->batches;
	char text[FAILURE_SIZE];

	if (!bench->payload ||
	    !evidence__check(start, end, vm, bench, batches, 0, text, sizeof(text)))
		return 0;
	vm__fail(vm, "%s", text);
	return -EPROTO;
}

static int wait_states(const struct cell *cell, struct vm *vm, enum bench_others state)
{
	const struct bench *bench = cell->bench;
	int err = 0;

	if (bench__own(bench) == state)
		err = states__wait(vm, 0, 1, state, cell->deadline_ms);
	if (!err && bench->others == state)
		err = states__wait(vm, 1, vm->nr_vcpus, state, cell->deadline_ms);
	return err;
}

/*
 * Interrupts may be on their way when the operations return. The next batch has to
 * find the vCPUs in the same state as this one.
 */
static int wait_taken(const struct cell *cell, struct vm *vm, uint64_t before)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	uint64_t until = before + (uint64_t)evidence__taken_per_op(vm, cell->bench) *
			 bench__ops(cell->bench, cell->nr_vcpus);
	unsigned int waited;

	if (until == before)
		return 0;
	for (waited = 0; evidence__taken(vm) < until; waited++) {
		if (waited >= cell->deadline_ms) {
			vm__fail(vm, "interrupts taken by the vCPUs in a batch: %" PRIu64 " seen, %" PRIu64 " expected",
				 evidence__taken(vm) - before, until - before);
			return -ETIMEDOUT;
		}
		nanosleep(&pause, NULL);
	}
	return wait_states(cell, vm, BENCH_OTHERS_HALTED);
}

/* What is before or after a batch, if there is anything. */
static int around(const struct cell *cell, struct vm *vm,
		  int (*step)(struct vm *vm, unsigned int nr_vcpus), const char *name)
{
	int err = step ? step(vm, cell->nr_vcpus) : 0;

	if (err)
		vm__fail(vm, "%s: %s", name, strerror(-err));
	return err;
}

static int load_again(const struct cell *cell, struct vm *vm)
{
	int err = cell->bench->needs & BENCH_NEEDS_RELOAD ? reload__kvm(vm) : 0;

	if (err)
		vm__fail(vm, "KVM cannot be loaded again: %s", strerror(-err));
	return err;
}

static int real_batch(const struct cell *cell, struct vm *vm, struct batch *batch)
{
	const struct bench *bench = cell->bench;
	uint64_t before = evidence__taken(vm);
	int err = load_again(cell, vm), later;

	if (!err)
		err = around(cell, vm, bench->vmm_before, ".vmm_before");
	if (!err)
		err = time_batch(cell, vm, bench->vmm_op, batch);
	later = around(cell, vm, bench->vmm_after, ".vmm_after");
	if (bench->clock == BENCH_CLOCK_ELAPSED || bench->clock == BENCH_CLOCK_BYTES)
		cell_clock__settle(cell, FREED_LATE_S);
	if (!err)
		err = later;
	return err ? err : wait_taken(cell, vm, before);
}

/* Now and then something else is freed, or taken, meanwhile: then the count is another. */
static int confirmed_batch(const struct cell *cell, struct vm *vm, struct batch *batch)
{
	double before = NAN;
	unsigned int i;
	int err = 0;

	for (i = 0; i < CONFIRM_TRIES && !err && (!i || batch->cost != before); i++) {
		before = i ? batch->cost : NAN;
		err = real_batch(cell, vm, batch);
		if (cell->unit != &clock_bytes)
			break;
	}
	return err;
}

static int time_batches(struct cell *cell, struct vm *vm)
{
	const struct bench *bench = cell->bench;
	unsigned int ops = bench__ops(bench, cell->nr_vcpus), i, undisturbed = 0;
	unsigned int warmup = bench__warmup(bench, cell->nr_vcpus);
	struct evidence start, end;
	struct batch batch;
	double empty;
	int err = 0;

	if (cell_clock__is_late(cell))
		clock__rest(STARTED_NS);
	/* Modules that are loaded again come to lie elsewhere than the symbols say. */
	if (cell->unit->watched && !(bench->needs & BENCH_NEEDS_RELOAD))
		watcher__tell(bench->clock == BENCH_CLOCK_VMM ? "arm" : "arm tasks");
	empty = time_empty(cell, vm);
	collect(cell, vm, &start);
	for (i = 0; i < warmup + bench->batches && !err; i++) {
		err = confirmed_batch(cell, vm, &batch);
		tell_batch(cell, i < warmup ? "none" : "sample", batch.cost);
		if (i < warmup)
			continue;
		cell->samples[cell->nr_samples++] = (batch.cost - empty) / ops;
		undisturbed += batch.undisturbed;
	}
	if (cell->unit->watched)
		watcher__tell("disarm");
	collect(cell, vm, &end);
	for (i = 0; !err && !cell__for_perf(cell, i); i++)
		err = real_batch(cell, vm, &batch);
	cell->empty = empty / ops;
	if (!err)
		err = check_evidence(cell, vm, &start, &end);
	return err ? err : check_undisturbed(cell, vm, undisturbed);
}

/* Those that spin are held until the others are asleep. */
static int start_guest(const struct cell *cell, struct vm *vm)
{
	int err = kvmstats__open(vm);

	if (!err)
		err = vm__start(vm, cell->deadline_ms);
	if (!err)
		err = wait_states(cell, vm, BENCH_OTHERS_HALTED);
	vm__release(vm);
	return err ? err : wait_states(cell, vm, BENCH_OTHERS_SPINNING);
}

int cell_vmm__measure(struct cell *cell, struct vm *vm)
{
	long before = kvmslab__vcpus();
	int err = 0;

	if (cell_clock__is_late(cell) && clock__tasks_ns() <= 0) {
		vm__fail(vm, "no scheduler statistics in /proc/schedstat: boot with schedstats=enable");
		return -ENODEV;
	}
	if (cell->bench->payload)
		err = start_guest(cell, vm);
	if (!err)
		err = time_batches(cell, vm);
	if (!err)
		err = vm__check(vm);
	if (!err && kvmslab__wait(before)) {
		vm__fail(vm, "vCPUs allocated: %ld seen, %ld expected", kvmslab__vcpus(), before);
		err = -EPROTO;
	}
	return err;
}
