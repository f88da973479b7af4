// SPDX-License-Identifier: GPL-2.0-only
/*
 * VcpuOnSpin - the Hyper-V hypercall "notify long spin wait", whose handler is
 * kvm_vcpu_on_spin() and little else. A PAUSE exit does the same, but not every
 * CPU (and no emulated one) has it.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(vcpu_on_spin);

#define WHO	"each PAUSE-loop exit of a vCPU that waits for a spin lock (handle_pause() in arch/x86/kvm/vmx/vmx.c); Windows by hypercall"

/* Nobody is eligible for a directed yield: the scan alone, of all vCPUs. */
static BENCH(quiet) = {
	.name = "VcpuOnSpin/state=quiet",
	.question = "What does a spinning vCPU cost KVM, if nobody is to be yielded to?",
	.who = WHO,
	.path = "kvm_vcpu_on_spin",
	BENCH_RUNS(vcpu_on_spin),
	.variant = 0,
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.asleep = 1,
	.large = 1,
	.needs = BENCH_NEEDS_HYPERV,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
	.evidence = { .exits = 1 },
};

/*
 * Others are eligible and there are more than CPUs. Timed by the CPU time of
 * the yielding thread: wall time would measure how long the scheduler lets the
 * others run before it comes back.
 */
static BENCH(busy) = {
	.name = "VcpuOnSpin/state=busy",
	.question = "What does a spinning vCPU cost KVM that yields to another?",
	.who = WHO,
	.path = "kvm_vcpu_on_spin",
	BENCH_RUNS(vcpu_on_spin),
	.variant = 1,
	.clock = BENCH_CLOCK_THREAD,
	.others = BENCH_OTHERS_SPINNING,
	.needs = BENCH_NEEDS_HYPERV,
	.ops = 1,	/* since 6.6 each yield puts off the thread's next turn further */
	.batches = 24,
	.warmup = 2,
	.varies = 1,
	.evidence = { .exits = 1, .others_exit = 1, .yields = 1 },
};

/*
 * Whom does it yield to? To each in its turn, by last_boosted_vcpu: four times in a batch.
 */
static BENCH(fair) = {
	.name = "VcpuOnSpin/state=fair",
	.question = "Does a spinning vCPU yield to each of the others alike?",
	.who = WHO,
	.path = "kvm_vcpu_on_spin",
	.set = "walks",
	BENCH_RUNS(vcpu_on_spin),
	.variant = 1,
	.clock = BENCH_CLOCK_SKEW,
	.others = BENCH_OTHERS_SPINNING,
	.least = 3,
	.needs = BENCH_NEEDS_HYPERV,
	.ops_by_others = 4,
	.batches = 2,
	.warmup = 1,
	.varies = 1,
	.evidence = { .exits = 1, .others_exit = 1, .yields = 1 },
};

/* The same in a VM whose other vCPUs are gone: what have they left behind? */
static BENCH(gone) = {
	.name = "VcpuOnSpin/state=gone",
	.question = "What is left of vCPUs that are gone, in the scan for a spinning one?",
	.who = WHO,
	.path = "kvm_vcpu_on_spin",
	BENCH_RUNS(vcpu_on_spin),
	.variant = 0,
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_GONE,
	.needs = BENCH_NEEDS_HYPERV | BENCH_NEEDS_VCPU_GONE,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
	.on_request = 1,
	.evidence = { .exits = 1 },
};
