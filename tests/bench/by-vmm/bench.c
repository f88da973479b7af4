// SPDX-License-Identifier: GPL-2.0-only
/*
 * Benchmarks whose operation is the VMM's own, some right and some wrong. They are
 * built into a vcpuscale-run for tests alone, behind those of faulty.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <time.h>

#include "bench/bench.h"
#include "vmm/vm.h"

/* Some hundred instructions: what disturbs a batch is a large part of it. */
static int cheap(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return ioctl(vm->fd, KVM_CHECK_EXTENSION, KVM_CAP_IRQCHIP) == 1 ? 0 : -EIO;
}

static int sleeps(struct vm *vm, unsigned int nr_vcpus)
{
	const struct timespec moment = { .tv_nsec = 100000 };

	nanosleep(&moment, NULL);
	return cheap(vm, nr_vcpus);
}

#define BY_VMM(symbol, the_name, the_clock, the_op, ...)	\
	static BENCH(symbol) = {				\
		.name = the_name,				\
		.path = "none",					\
		.clock = the_clock,				\
		.others = BENCH_OTHERS_NEVER_RUN,		\
		.ops = 64,					\
		.batches = 5,					\
		.warmup = 1,					\
		.vmm_op = the_op,				\
		__VA_ARGS__					\
	}

BY_VMM(vmm_cheap, "Vmm/op=cheap", BENCH_CLOCK_VMM, cheap);
BY_VMM(vmm_tasks, "Vmm/op=cheap/clock=tasks", BENCH_CLOCK_TASKS, cheap);
BY_VMM(vmm_sleeps, "Vmm/op=sleeps", BENCH_CLOCK_VMM, sleeps);
BY_VMM(vmm_sleeps_tasks, "Vmm/op=sleeps/clock=tasks", BENCH_CLOCK_TASKS, sleeps);
