// SPDX-License-Identifier: GPL-2.0-only
/*
 * Eoi - an interrupt of a vCPU to itself, from the ICR to its end, in x2APIC mode. The
 * end of a level-triggered one is the IOAPIC's affair as well: the difference of the
 * two kinds is what that costs.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(eoi);

/*
 * A tick before VMRUN makes KVM take an injection back (svm_cancel_injection()), and
 * svm_inject_irq() counts the second as well.
 */
#define INJECTED	{ "irq_injections", 1, .retried = 1 }

#define EOI(symbol, the_kind, the_variant, ...)				\
	static BENCH(symbol) = {					\
		.name = "Eoi/kind=" the_kind,				\
		.question = "What do taking an interrupt and its EOI cost?",	\
		.set = "irq",						\
		BENCH_RUNS(eoi),					\
		.variant = the_variant,					\
		.clock = BENCH_CLOCK_GUEST,				\
		.others = BENCH_OTHERS_HALTED,				\
		.asleep = 1,						\
		.needs = BENCH_NEEDS_X2APIC,				\
		.ops = 16,						\
		.batches = 8,						\
		.warmup = 2,						\
		.evidence = { .exits = -1, .stats = { INJECTED } },	\
		__VA_ARGS__						\
	}

EOI(edge, "edge", 0,
    .path = "apic_set_eoi",
    .who = "each MSI, IPI and timer interrupt of a guest without APICv or AVIC (apic_eoi() in arch/x86/include/asm/apic.h)");
EOI(level, "level", 1,
    .path = "kvm_ioapic_update_eoi",
    .who = "each INTx interrupt: emulated IDE, e1000, USB; VFIO without MSI (ioapic_ack_level() in arch/x86/kernel/apic/io_apic.c)");
