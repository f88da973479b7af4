// SPDX-License-Identifier: GPL-2.0-only
/*
 * A benchmark that is added to a copy of the tree, as somebody would add one of
 * his own: other keys in the names, descriptors by a macro.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "vmm/vm.h"

BENCH_PAYLOAD(another);

#define ANOTHER(symbol, the_name, ...)			\
	static BENCH(symbol) = {			\
		.name = the_name,			\
		.question = "What?",				\
		.who = "tests",					\
		.path = "ioapic_mmio_write",		\
		BENCH_RUNS(another),			\
		.clock = BENCH_CLOCK_GUEST,		\
		.others = BENCH_OTHERS_HALTED,		\
		.ops = 2,				\
		.batches = 5,				\
		.warmup = 1,				\
		.evidence = { .exits = 1 },		\
		__VA_ARGS__				\
	}

ANOTHER(plain, "Another/kind=mmio/mode=a-1.5");
ANOTHER(request, "Another/kind=request", .on_request = 1);

static int set_irqchip(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_irqchip chip = { .chip_id = KVM_IRQCHIP_IOAPIC };

	(void)nr_vcpus;
	if (ioctl(vm->fd, KVM_GET_IRQCHIP, &chip)) {
		vm__fail(vm, "KVM_GET_IRQCHIP");
		return -EIO;
	}
	return ioctl(vm->fd, KVM_SET_IRQCHIP, &chip) ? -errno : 0;
}

/* The VMM operates while all vCPUs are halted. */
static BENCH(ioctl_of_vmm) = {
	.name = "Another/kind=ioctl",
	.question = "What?",
	.who = "tests",
	.path = "kvm_set_ioapic",
	BENCH_RUNS(another),
	.clock = BENCH_CLOCK_VMM,
	.others = BENCH_OTHERS_HALTED,
	.ops = 2,
	.batches = 5,
	.warmup = 1,
	.vmm_setup = set_irqchip,
	.vmm_op = set_irqchip,
};
