// SPDX-License-Identifier: GPL-2.0-only
/*
 * AllCpusRequest - a write to a masked IOAPIC redirection entry whose delivery
 * mode is not "fixed" has every vCPU scan the IOAPIC again:
 * ioapic_write_indirect() calls kvm_make_scan_ioapic_request(), and that
 * kvm_make_all_cpus_request(). The request wakes nobody.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(all_cpus_request);

#define WHO	"each remote TLB flush makes this walk: dirty logging, KSM, ballooning (kvm_flush_remote_tlbs() in virt/kvm/kvm_main.c)"

static BENCH(quiet) = {
	.name = "AllCpusRequest/state=quiet",
	.question = "What does a request to all vCPUs cost, if they are halted?",
	.who = WHO,
	.path = "kvm_make_all_cpus_request_except",
	BENCH_RUNS(all_cpus_request),
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.asleep = 1,
	.large = 1,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
	.evidence = { .exits = 1 },
};

/* The same in a VM whose other vCPUs are gone: what have they left behind? */
static BENCH(gone) = {
	.name = "AllCpusRequest/state=gone",
	.question = "What is left of vCPUs that are gone, in a request to all?",
	.who = WHO,
	.path = "kvm_make_all_cpus_request_except",
	BENCH_RUNS(all_cpus_request),
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_GONE,
	.needs = BENCH_NEEDS_VCPU_GONE,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
	.on_request = 1,
	.evidence = { .exits = 1 },
};
