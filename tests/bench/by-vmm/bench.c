// SPDX-License-Identifier: GPL-2.0-only
/*
 * Benchmarks whose operation is the VMM's own, some right and some wrong. They are
 * built into a vcpuscale-run for tests alone, behind those of faulty.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "bench/bench.h"
#include "guests/x86/apic.h"
#include "variants.h"
#include "vmm/vm.h"

#define SPIV_ENABLED	(APIC_SPIV_ENABLE | 0xff)	/* with the spurious vector 0xff */
#define MSI_ADDRESS_TO_ALL	(MSI_ADDRESS | MSI_DEST(MSI_TO_ALL))
#define VECTOR_PARK	0x40	/* guests/runtime.h */

BENCH_PAYLOAD(by_vmm);

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

/* Makes a request to all vCPUs. */
static int set_clock(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_clock_data data = { .clock = 1000000000 };

	(void)nr_vcpus;
	return ioctl(vm->fd, KVM_SET_CLOCK, &data) ? -errno : 0;
}

/* An interrupt to all, which LAPICs that are not enabled drop. */
static int interrupt(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_msi msi = { .address_lo = MSI_ADDRESS_TO_ALL, .data = VECTOR_PARK };
	int taken = ioctl(vm->fd, KVM_SIGNAL_MSI, &msi);

	(void)nr_vcpus;
	if (taken < 0)
		return -errno;
	return taken ? 0 : -EIO;
}

static int enable_lapic(int vcpu_fd)
{
	const unsigned int spiv = SPIV_ENABLED;
	struct kvm_lapic_state lapic;

	if (ioctl(vcpu_fd, KVM_GET_LAPIC, &lapic))
		return -errno;
	memcpy(lapic.regs + APIC_SPIV, &spiv, sizeof(spiv));
	return ioctl(vcpu_fd, KVM_SET_LAPIC, &lapic) ? -errno : 0;
}

static int enable_lapics(struct vm *vm, unsigned int nr_vcpus)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr_vcpus && !err; i++)
		err = enable_lapic(vm->vcpus[i].fd);
	return err;
}

static int no_setup(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return -ENOTTY;
}

/* What follows the operation replaces what is before it. */
#define BY_VMM(symbol, the_name, the_clock, the_op, ...)	\
	static BENCH(symbol) = {				\
		.name = the_name,				\
		.question = "What?",				\
		.who = "tests",					\
		.path = "none",					\
		.clock = the_clock,				\
		.batches = 5,					\
		.warmup = 1,					\
		.vmm_op = the_op,				\
		__VA_ARGS__					\
	}
#define NONE_RUNS	.ops = 64, .others = BENCH_OTHERS_NEVER_RUN
#define ALL_RUN(the_variant, the_others, the_own)		\
	BENCH_RUNS(by_vmm), .variant = the_variant,		\
	.others = BENCH_OTHERS_##the_others, .own = BENCH_OWN_##the_own

BY_VMM(cheap_vmm, "Vmm/op=cheap", BENCH_CLOCK_VMM, cheap, NONE_RUNS);
BY_VMM(cheap_tasks, "Vmm/op=cheap/clock=tasks", BENCH_CLOCK_TASKS, cheap, NONE_RUNS);
BY_VMM(sleeps_vmm, "Vmm/op=sleeps", BENCH_CLOCK_VMM, sleeps, NONE_RUNS);
BY_VMM(sleeps_tasks, "Vmm/op=sleeps/clock=tasks", BENCH_CLOCK_TASKS, sleeps, NONE_RUNS);

BY_VMM(set_up, "VmmSetup/lapics=on", BENCH_CLOCK_VMM, interrupt, NONE_RUNS,
       .vmm_setup = enable_lapics);
BY_VMM(not_set_up, "VmmSetup/lapics=off", BENCH_CLOCK_VMM, interrupt, NONE_RUNS);
BY_VMM(setup_fails, "VmmSetup/fails=yes", BENCH_CLOCK_VMM, cheap, NONE_RUNS,
       .vmm_setup = no_setup);

BY_VMM(all_halt, "VmmState/own=halted/others=halted", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_ALL_HALT, HALTED, AS_OTHERS), .ops = 64);
BY_VMM(all_spin, "VmmState/own=spinning/others=spinning", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_ALL_SPIN, SPINNING, AS_OTHERS), .ops = 64, .evidence = { .others_exit = 1 });
BY_VMM(own_spins, "VmmState/own=spinning/others=halted", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_OWN_SPINS, HALTED, SPINNING), .ops = 64);
BY_VMM(own_halts, "VmmState/own=halted/others=spinning", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_OWN_HALTS, SPINNING, HALTED), .ops = 64, .evidence = { .others_exit = 1 });
BY_VMM(wakes, "VmmWakes/right=yes", BENCH_CLOCK_VMM, interrupt,
       ALL_RUN(VARIANT_ALL_PARK, HALTED, AS_OTHERS), .ops = 1,
       .evidence = { .exits = -1, .taken = 1, .others_exit = 1 });
BY_VMM(wakes_wrong, "VmmWakes/right=no", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_ALL_PARK, HALTED, AS_OTHERS), .ops = 1,
       .evidence = { .exits = -1, .taken = 1, .others_exit = 1 });
BY_VMM(wakes_too_many, "VmmWakes/right=exits", BENCH_CLOCK_VMM, interrupt,
       ALL_RUN(VARIANT_ALL_PARK, HALTED, AS_OTHERS), .ops = 1,
       .evidence = { .exits = -1, .taken = 1 });
BY_VMM(exits_wrong, "VmmExits/right=no", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_OWN_SPINS, HALTED, SPINNING), .ops = 64, .evidence = { .exits = 1 });

BY_VMM(own_wrong, "VmmState/own=wrong/others=halted", BENCH_CLOCK_VMM, set_clock,
       ALL_RUN(VARIANT_OWN_SPINS, HALTED, AS_OTHERS), .ops = 64);
