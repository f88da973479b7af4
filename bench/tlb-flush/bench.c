// SPDX-License-Identifier: GPL-2.0-only
/*
 * TlbFlush - a guest asks the hypervisor to flush the TLBs of all vCPUs. These are
 * halted: none has to leave the guest for it.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(tlb_flush);

static BENCH(hyperv) = {
	.name = "TlbFlush/kind=hyperv",
	.path = "kvm_make_all_cpus_request",
	.question = "What does a TLB flush of all vCPUs by hypercall cost, if they are halted?",
	.who = "each TLB shoot-down of Windows, or of Linux on Hyper-V (hyperv_flush_tlb_multi() in arch/x86/hyperv/mmu.c)",
	.set = "walks",
	BENCH_RUNS(tlb_flush),
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.asleep = 1,
	.large = 1,
	.needs = BENCH_NEEDS_HYPERV,
	.ops = 8,
	.batches = 12,
	.warmup = 2,
	.evidence = { .exits = 1, .stats = { { "hypercalls", 1 } } },
};
