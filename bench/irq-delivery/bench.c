// SPDX-License-Identifier: GPL-2.0-only
/*
 * IrqDelivery - a fixed interrupt to all vCPUs but the sender, by shorthand.
 * kvm_irq_delivery_to_apic_fast() does not serve that shorthand, so
 * kvm_irq_delivery_to_apic() walks all vCPUs.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(irq_delivery);

#define WHO	"a Linux guest's function calls on all other CPUs, as by membarrier() and text_poke() (native_send_call_func_ipi() in arch/x86/kernel/apic/ipi.c)"

/* The others' LAPICs match and, being software-disabled, drop the interrupt. */
static BENCH(quiet) = {
	.name = "IrqDelivery/state=quiet",
	.question = "What does a broadcast interrupt cost, if all others drop it?",
	.who = WHO,
	.path = "kvm_irq_delivery_to_apic",
	BENCH_RUNS(irq_delivery),
	.variant = 0,
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.asleep = 1,
	.large = 1,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
	.evidence = { .exits = 1 },
};

/* All others are woken, take the interrupt, and the last one tells the sender. */
static BENCH(wake) = {
	.name = "IrqDelivery/state=wake",
	.question = "What does a broadcast interrupt cost that wakes all others?",
	.who = WHO,
	.path = "kvm_irq_delivery_to_apic",
	BENCH_RUNS(irq_delivery),
	.variant = 1,
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.ops_by_vcpus = 64,	/* the run queue's order varies the cost: average it */
	.batches = 8,		/* each an average: the least of 16 varies as much */
	.warmup = 4,		/* the first wake-ups of 255 vCPUs cost up to 0.2 % less than later ones */
	.varies = 1,
	.evidence = { .exits = -1, .taken = 1, .others_exit = 1 },
};

/* The same in a VM whose other vCPUs are gone: what have they left behind? */
static BENCH(gone) = {
	.name = "IrqDelivery/state=gone",
	.question = "What is left of vCPUs that are gone, in a broadcast interrupt?",
	.who = WHO,
	.path = "kvm_irq_delivery_to_apic",
	BENCH_RUNS(irq_delivery),
	.variant = 0,
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_GONE,
	.needs = BENCH_NEEDS_VCPU_GONE,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
	.on_request = 1,
	.evidence = { .exits = 1 },
};
