// SPDX-License-Identifier: GPL-2.0-only
/* cell.c - run one cell, if this kernel and CPU can: create its VM, measure, tear it down. */
#include <stdarg.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cell-guest.h"
#include "cell-vmm.h"
#include "cell.h"
#include "gone.h"
#include "memory.h"
#include "vmm/arch.h"
#include "vmm/kvmstats.h"
#include "vmm/reload.h"
#include "vmm/vm.h"
#include "yields.h"

static void __attribute__((format(printf, 3, 4)))
conclude(struct cell *cell, enum cell_outcome outcome, const char *fmt, ...)
{
	va_list ap;

	cell->outcome = outcome;
	va_start(ap, fmt);
	vsnprintf(cell->reason, sizeof(cell->reason), fmt, ap);
	va_end(ap);
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
	struct vm vm = { 0 };
	int err;

	cell->outcome = CELL_MEASURED;
	cell->nr_samples = 0;
	cell->reason[0] = 0;
	if (!supported(cell, kvm_fd))
		return;
	err = create_vm(cell, &vm, kvm_fd);
	if (!err)
		err = cell->bench->vmm_op ? cell_vmm__measure(cell, &vm) : cell_guest__measure(cell, &vm);
	if (err)
		conclude(cell, CELL_INVALID, "%s", vm.failure);
	if (cell->bench->clock == BENCH_CLOCK_SKEW)
		yields__close();
	vm__destroy(&vm);
}
