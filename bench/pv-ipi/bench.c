// SPDX-License-Identifier: GPL-2.0-only
/*
 * PvIpi - one hypercall that sends an IPI to every fourth of the first 64 vCPUs,
 * which drop it.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(pv_ipi);

#define PV_IPI(symbol, the_kind, the_variant, ...)		\
	static BENCH(symbol) = {				\
		.name = "PvIpi/kind=" the_kind,			\
		.question = "What does an IPI by hypercall to up to 16 vCPUs cost?", \
		.set = "irq",					\
		BENCH_RUNS(pv_ipi),				\
		.variant = the_variant,				\
		.clock = BENCH_CLOCK_GUEST,			\
		.others = BENCH_OTHERS_HALTED,			\
		.asleep = 1,					\
		.ops = 8,					\
		.batches = 8,					\
		.warmup = 2,					\
		.evidence = { .exits = 1, .stats = { { "hypercalls", 1 } } }, \
		__VA_ARGS__					\
	}

PV_IPI(kvm, "kvm", 0,
       .path = "kvm_pv_send_ipi",
       .needs = BENCH_NEEDS_X2APIC,
       .who = "function calls on several CPUs of a Linux guest, where the VMM offers it (__send_ipi_mask() in arch/x86/kernel/kvm.c)");
PV_IPI(hyperv, "hyperv", 1,
       .path = "kvm_hv_hypercall",
       .needs = BENCH_NEEDS_HYPERV,
       .who = "function calls on several CPUs of Windows, or Linux on Hyper-V (__send_ipi_mask() in arch/x86/hyperv/hv_apic.c)");
