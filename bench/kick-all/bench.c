// SPDX-License-Identifier: GPL-2.0-only
/*
 * KickAll - requests to all vCPUs of a guest that runs. One without
 * KVM_REQUEST_NO_WAKEUP, as KVM_X86_SET_MSR_FILTER makes it, wakes those that are halted:
 * they find nothing to do and sleep again. One with KVM_REQUEST_WAIT, as KVM_SET_CLOCK
 * makes it, interrupts those that are in the guest. In the emulated machine, which has one
 * CPU, no vCPU is there while the VMM operates: what is measured is the walk.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "variants.h"
#include "vmm/vm.h"

BENCH_PAYLOAD(kick_all);

static int set_clock(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_clock_data data = { .clock = 1000000000 };

	(void)nr_vcpus;
	return ioctl(vm->fd, KVM_SET_CLOCK, &data) ? -errno : 0;
}

/* Its filter lets all pass. KVM waits for a grace period before it makes the request. */
static int set_filter(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_msr_filter filter = { .flags = KVM_MSR_FILTER_DEFAULT_ALLOW };

	(void)nr_vcpus;
	return ioctl(vm->fd, KVM_X86_SET_MSR_FILTER, &filter) ? -errno : 0;
}

#define KICK_ALL(symbol, the_state, ...)			\
	static BENCH(symbol) = {				\
		.name = "KickAll/state=" the_state,		\
		.path = "kvm_make_all_cpus_request",		\
		.set = "walks",					\
		BENCH_RUNS(kick_all),				\
		__VA_ARGS__					\
	}

/* What a woken vCPU executes until it sleeps again comes after the operation. */
KICK_ALL(wake, "wake",
	 .question = "What do waking all halted vCPUs for nothing and their going back cost?",
	 .who = "each change of a filter for MSRs or PMU events: a VMM sets them once, before the guest runs (kvm_vm_ioctl_set_msr_filter() in arch/x86/kvm/x86.c)",
	 .variant = KICK_HALTED,
	 .vmm_op = set_filter,
	 .clock = BENCH_CLOCK_TASKS,
	 .others = BENCH_OTHERS_HALTED,
	 .ops = 1,		/* a second one would find them awake */
	 .batches = 6,
	 .warmup = 2,
	 .evidence = { .exits = -1, .stats = { { "halt_wakeup", 1 } } });

KICK_ALL(busy, "busy",
	 .question = "What does kicking all vCPUs cost, if they are busy?",
	 .who = "a VMM that sets the clock of a guest that works meanwhile: each resume without a pause of all vCPUs (kvm_vm_ioctl_set_clock() in arch/x86/kvm/x86.c)",
	 .variant = KICK_SPINNING,
	 .vmm_op = set_clock,
	 .clock = BENCH_CLOCK_VMM,
	 .others = BENCH_OTHERS_SPINNING,
	 .ops = 4,
	 .batches = 12,
	 .warmup = 2,
	 .evidence = { .exits = -1, .others_exit = 1 });
