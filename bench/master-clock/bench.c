// SPDX-License-Identifier: GPL-2.0-only
/*
 * MasterClock - KVM_SET_CLOCK stops the VM's clock, asks all vCPUs out of the guest,
 * updates the clock that they share and lets them go on: three walks over all vCPUs.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "vmm/vm.h"

static int set_clock(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_clock_data data = { .clock = 1000000000 };

	(void)nr_vcpus;
	return ioctl(vm->fd, KVM_SET_CLOCK, &data) ? -errno : 0;
}

static BENCH(set) = {
	.name = "MasterClock",
	.path = "kvm_end_pvclock_update",
	.question = "What does it cost to set the clock of a VM of N vCPUs?",
	.who = "each resume, migration and restore of a VM (kvmclock_vm_state_change() in QEMU's hw/i386/kvm/clock.c)",
	.set = "walks",
	.clock = BENCH_CLOCK_VMM,
	.others = BENCH_OTHERS_NEVER_RUN,
	.large = 1,
	.ops = 4,
	.batches = 12,
	.warmup = 2,
	.vmm_op = set_clock,
};
