// SPDX-License-Identifier: GPL-2.0-only
/*
 * cell.c - run one cell: batches of operations, each a sample, and the proof
 * that the operations did what the benchmark says.
 */
#include <stdarg.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "cell-perf.h"
#include "cell-vmm.h"
#include "cell.h"
#include "evidence.h"
#include "gone.h"
#include "guests/mark.h"
#include "lib/watcher.h"
#include "memory.h"
#include "states.h"
#include "vmm/arch.h"
#include "vmm/kvmstats.h"
#include "vmm/reload.h"
#include "yields.h"

#define EMPTY_BATCHES	4	/* the first warms up, the least of the others counts */

/**
 * struct measurement - a cell while it runs
 * @cell:	the cell
 * @vm:		its VM
 * @ns_per_tick: of the TSC; 1 where it counts instructions
 * @step:	batches that were begun
 * @started:	thread CPU time at which the current batch began
 * @empty:	least ticks of an empty batch
 * @before:	counters when the operations began
 * @after:	counters when they had ended
 */
struct measurement {
	struct cell *cell;
	struct vm vm;
	double ns_per_tick;
	unsigned int step;
	uint64_t started;
	double empty;
	struct evidence before, after;
};

static void __attribute__((format(printf, 3, 4)))
conclude(struct cell *cell, enum cell_outcome outcome, const char *fmt, ...)
{
	va_list ap;

	cell->outcome = outcome;
	va_start(ap, fmt);
	vsnprintf(cell->reason, sizeof(cell->reason), fmt, ap);
	va_end(ap);
}

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
		return yields__skew(m->vm.nr_vcpus - 1);
	return m->vm.shared->ticks * m->ns_per_tick;
}

static void tell_batch(const struct measurement *m, const char *kind, double cost)
{
	if (m->cell->unit->insns)
		watcher__tell("batch %s %.0f", kind, cost);
}

/* The batch that has just ended: an empty one, a warm-up, or a sample. */
static void account(struct measurement *m, double cost)
{
	const struct bench *bench = m->cell->bench;
	unsigned int ended = m->step - 1;

	if (ended == 0) {
		tell_batch(m, "none", cost);
	} else if (ended < EMPTY_BATCHES) {
		if (bench->clock != BENCH_CLOCK_SKEW && (ended == 1 || cost < m->empty))
			m->empty = cost;
		tell_batch(m, "empty", cost);
	} else if (ended < EMPTY_BATCHES + bench__warmup(bench, m->vm.nr_vcpus) ||
		   m->cell->nr_samples == bench->batches) {
		tell_batch(m, "none", cost);
	} else {
		m->cell->samples[m->cell->nr_samples++] = bench->clock == BENCH_CLOCK_SKEW ? cost :
			(cost - m->empty) / bench__ops(bench, m->vm.nr_vcpus);
		tell_batch(m, "sample", cost);
	}
}

/* vm->batch: in vCPU 0's thread, between two batches. */
static int between_batches(struct vm *vm, void *arg)
{
	struct measurement *m = arg;
	const struct bench *bench = m->cell->bench;
	unsigned int last = EMPTY_BATCHES + bench__warmup(bench, vm->nr_vcpus) + bench->batches;

	if (!m->step && bench->clock == BENCH_CLOCK_SKEW)
		yields__hurry();
	if (m->step)
		account(m, batch_cost(m));
	else if (bench->others == BENCH_OTHERS_SPINNING &&
		 states__wait(vm, 1, vm->nr_vcpus, bench->others, m->cell->deadline_ms))
		return 1;
	if (m->step == EMPTY_BATCHES)
		evidence__collect(&m->before, vm, bench);
	if (m->step == last) {
		evidence__collect(&m->after, vm, bench);
		if (m->cell->unit->insns)
			watcher__tell("disarm");
	}
	if (m->step >= last && cell__for_perf(m->cell, m->step - last))
		return 1;
	vm->shared->ops = bench__ops(bench, vm->nr_vcpus);
	vm->shared->empty = m->step < EMPTY_BATCHES;
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

static int measure_guest(struct measurement *m)
{
	struct cell *cell = m->cell;
	struct vm *vm = &m->vm;
	unsigned int batches = bench__warmup(cell->bench, vm->nr_vcpus) + cell->bench->batches;
	int err;

	m->ns_per_tick = ns_per_tick(cell, vm);
	vm->batch = between_batches;
	vm->batch_arg = m;
	err = kvmstats__open(vm);
	if (!err)
		err = vm__start(vm, cell->deadline_ms);
	if (!err && cell->bench->others == BENCH_OTHERS_HALTED)
		err = states__wait(vm, 1, vm->nr_vcpus, BENCH_OTHERS_HALTED, cell->deadline_ms);
	if (!err)
		err = vm__wait(vm, cell->deadline_ms);
	cell->empty = m->empty / bench__ops(cell->bench, vm->nr_vcpus);
	if (err)
		return err;
	if (evidence__check(&m->before, &m->after, vm, cell->bench, batches,
			    cell->reason, sizeof(cell->reason)))
		cell->outcome = CELL_INVALID;
	return 0;
}

/* Return: whether a VM of this KVM may have so many vCPUs, and the benchmark. */
static bool fits(struct cell *cell, int kvm_fd)
{
	const struct bench *bench = cell->bench;
	int most = ioctl(kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS);
	bool large = cell->nr_vcpus > GUEST_XAPIC_VCPUS;

	if (cell->nr_vcpus < bench->least)
		conclude(cell, CELL_SKIPPED, "it takes %u vCPUs", bench->least);
	else if (most > 0 && cell->nr_vcpus > (unsigned int)most - bench->extra)
		conclude(cell, CELL_SKIPPED, "a VM of this kernel has %d vCPUs at most (KVM_CAP_MAX_VCPUS)%s",
			 most, bench->extra ? ", and the operation adds to them" : "");
	else if (cell->nr_vcpus > GUEST_MAX_VCPUS)
		conclude(cell, CELL_SKIPPED, "guests here have %d vCPUs at most", GUEST_MAX_VCPUS);
	else if (large && !bench->large && !(bench->needs & BENCH_NEEDS_X2APIC))
		conclude(cell, CELL_SKIPPED, "it is for at most %d vCPUs, as xAPIC mode has them",
			 GUEST_XAPIC_VCPUS);
	else if (large && !vm__has_x2apic(kvm_fd))
		conclude(cell, CELL_SKIPPED, "this KVM offers no x2APIC to guests");
	else
		return true;
	return false;
}

/* Return: whether this KVM can run the benchmark; if not, the cell is skipped. */
static bool supported(struct cell *cell, int kvm_fd)
{
	unsigned int needs = cell->bench->needs;

	if (!fits(cell, kvm_fd))
		return false;
	if (needs & BENCH_NEEDS_HYPERV &&
	    ioctl(kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_HYPERV) <= 0) {
		conclude(cell, CELL_SKIPPED, "this KVM is built without Hyper-V support");
		return false;
	}
	if (!kvmstats__supported(kvm_fd)) {
		conclude(cell, CELL_SKIPPED, "this KVM has no binary statistics (Linux 5.14), and no debugfs is mounted");
		return false;
	}
	if (needs & BENCH_NEEDS_X2APIC && !vm__has_x2apic(kvm_fd)) {
		conclude(cell, CELL_SKIPPED, "this KVM offers no x2APIC to guests");
		return false;
	}
	if (cell->bench->clock == BENCH_CLOCK_BYTES && cell->unit != &clock_bytes) {
		conclude(cell, CELL_SKIPPED, "memory is counted in machines that count instructions");
		return false;
	}
	if (cell->bench->clock == BENCH_CLOCK_SKEW && cell->unit != &clock_skew) {
		conclude(cell, CELL_SKIPPED, "whom KVM yields to is seen in machines that count instructions");
		return false;
	}
	if (cell->bench->clock == BENCH_CLOCK_SKEW && yields__open()) {
		conclude(cell, CELL_SKIPPED, "this kernel has no probes to see whom KVM yields to: KCONFIG= with CONFIG_KPROBES=y and CONFIG_KPROBE_EVENTS=y");
		return false;
	}
	if (cell->bench->clock == BENCH_CLOCK_BYTES && !memory__is_counted()) {
		conclude(cell, CELL_SKIPPED, "this kernel does not tell its slabs and free pages");
		return false;
	}
	if (needs & BENCH_NEEDS_RELOAD && !reload__is_possible()) {
		conclude(cell, CELL_SKIPPED, "KVM is loaded again only in machines of one's own");
		return false;
	}
	if (needs & BENCH_NEEDS_VCPU_GONE && !gone__is_possible(kvm_fd)) {
		conclude(cell, CELL_SKIPPED, "this kernel keeps a closed vCPU until its VM goes");
		return false;
	}
	return true;
}

/* The cell's VM, in the state that the benchmark asks for before its start. */
static int create_vm(struct cell *cell, struct vm *vm, int kvm_fd)
{
	enum bench_others others = cell->bench->others;
	int err = vm__create(vm, kvm_fd, others == BENCH_OTHERS_NONE ? 0 : cell->nr_vcpus,
			     cell->bench);

	if (!err && others == BENCH_OTHERS_GONE)
		err = gone__close_others(vm);
	if (!err && cell->bench->vmm_setup) {
		err = cell->bench->vmm_setup(vm, cell->nr_vcpus);
		if (err)
			vm__fail(vm, "vmm_setup: %s", strerror(-err));
	}
	return err;
}

const struct clock_unit *cell__unit(const struct clock_unit *machine, const struct bench *bench)
{
	if (!machine->insns)
		return machine;
	if (bench->clock == BENCH_CLOCK_SKEW)
		return &clock_skew;
	if (bench->clock == BENCH_CLOCK_BYTES)
		return &clock_bytes;
	if (bench->clock == BENCH_CLOCK_ELAPSED)
		return &clock_virtual_ns;
	return bench->clock == BENCH_CLOCK_TASKS ? &clock_task_insns : machine;
}

void cell__run(struct cell *cell, int kvm_fd)
{
	struct measurement m = { .cell = cell };
	int err;

	cell->outcome = CELL_MEASURED;
	cell->nr_samples = 0;
	cell->reason[0] = 0;
	if (!supported(cell, kvm_fd))
		return;
	err = create_vm(cell, &m.vm, kvm_fd);
	if (!err && cell->bench->vmm_op)
		err = cell_vmm__measure(cell, &m.vm);
	else if (!err)
		err = measure_guest(&m);
	if (err)
		conclude(cell, CELL_INVALID, "%s", m.vm.failure);
	if (cell->bench->clock == BENCH_CLOCK_SKEW)
		yields__close();
	vm__destroy(&m.vm);
}
