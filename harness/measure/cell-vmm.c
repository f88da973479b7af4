// SPDX-License-Identifier: GPL-2.0-only
/* cell-vmm.c - time operations of the VMM's own; close the vCPUs of a VM. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "cell-perf.h"
#include "cell-vmm.h"
#include "vmm/kvmslab.h"

#define EMPTY_BATCHES	3	/* what waiting and reading the clock cost: the least of them */

/*
 * Longer than KVM takes to free what was closed: grace periods, then a work
 * item. Where instructions are counted an idle machine costs nothing.
 */
static void settle(void)
{
	const struct timespec pause = { .tv_nsec = 60000000 };

	nanosleep(&pause, NULL);
}

/* One batch: all of its operations, or none if it is an empty one. */
static int run_ops(const struct cell *cell, struct vm *vm, unsigned int ops)
{
	unsigned int i;
	int err;

	for (i = 0; i < ops; i++) {
		err = cell->bench->vmm_op(vm, cell->nr_vcpus);
		if (err) {
			vm__fail(vm, "operation %u of %u: %s", i + 1, ops, strerror(-err));
			return err;
		}
	}
	return 0;
}

/*
 * Where instructions are counted: all that the machine executed in tasks, until
 * what the operations left behind was freed as well. Elsewhere: the time that
 * the operations took, freed or not.
 */
static int time_batch(const struct cell *cell, struct vm *vm, unsigned int ops, double *cost)
{
	double start;
	int err;

	if (cell->unit->exact) {
		start = clock__tasks_ns();
		err = run_ops(cell, vm, ops);
		settle();
		*cost = clock__tasks_ns() - start;
		return err;
	}
	start = clock__monotonic_ns();
	err = run_ops(cell, vm, ops);
	*cost = clock__monotonic_ns() - start;
	settle();
	return err;
}

static int time_batches(struct cell *cell, struct vm *vm)
{
	const struct bench *bench = cell->bench;
	unsigned int ops = bench__ops(bench, cell->nr_vcpus), batch;
	double cost, empty = 0;
	int err = 0;

	for (batch = 0; batch < EMPTY_BATCHES && cell->unit->exact; batch++) {
		time_batch(cell, vm, 0, &cost);
		if (!batch || cost < empty)
			empty = cost;
	}
	for (batch = 0; batch < bench->warmup + bench->batches && !err; batch++) {
		err = time_batch(cell, vm, ops, &cost);
		if (batch >= bench->warmup)
			cell->samples[cell->nr_samples++] = (cost - empty) / ops;
	}
	for (batch = 0; !err && !cell__for_perf(cell, batch); batch++)
		err = run_ops(cell, vm, ops);
	cell->empty = empty / ops;
	return err;
}

int cell_vmm__measure(struct cell *cell, struct vm *vm)
{
	long before = kvmslab__vcpus();
	int err;

	if (cell->unit->exact && clock__tasks_ns() <= 0) {
		vm__fail(vm, "no scheduler statistics in /proc/schedstat: boot with schedstats=enable");
		return -ENODEV;
	}
	err = time_batches(cell, vm);
	if (!err && kvmslab__wait(before)) {
		vm__fail(vm, "vCPUs allocated: %ld seen, %ld expected", kvmslab__vcpus(), before);
		err = -EPROTO;
	}
	return err;
}

bool cell_vmm__vcpu_goes(int kvm_fd)
{
	static const struct bench none = { .name = "none" };
	struct vm vm;
	int err = vm__create(&vm, kvm_fd, 1, &none);

	if (!err) {
		vcpu__destroy(&vm.vcpus[0]);
		err = vcpu__create(&vm.vcpus[0], &vm, 0);
	}
	vm__destroy(&vm);
	return err != -EEXIST;
}

int cell_vmm__close_others(struct vm *vm)
{
	long before = kvmslab__vcpus();
	unsigned int closed = vm->nr_vcpus - 1;

	while (vm->nr_vcpus > 1)
		vcpu__destroy(&vm->vcpus[--vm->nr_vcpus]);
	vm->shared->nr_vcpus = 1;
	if (before >= 0 && kvmslab__wait(before - closed)) {
		vm__fail(vm, "vCPUs allocated after %u were closed: %ld seen, %ld expected", closed,
			 kvmslab__vcpus(), before - closed);
		return -EPROTO;
	}
	return 0;
}
