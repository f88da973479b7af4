// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ipi - an interrupt from vCPU to vCPU: to itself, to one by its APIC id or its
 * logical id, to all of a cluster. KVM finds the receivers in its map of APICs,
 * without a walk.
 */
#include "bench/bench.h"
#include "variants.h"

BENCH_PAYLOAD(ipi);

#define IPI(the_dest, the_state)			\
	.name = "Ipi/dest=" the_dest "/state=" the_state,		\
	.set = "irq",						\
	BENCH_RUNS(ipi),					\
	.clock = BENCH_CLOCK_GUEST,				\
	.others = BENCH_OTHERS_HALTED,				\
	.asleep = 1,						\
	.warmup = 2

/* xAPIC: to another takes two writes, the receiver to ICR2 and the rest to ICR. */
#define QUIET(symbol, the_dest, the_variant, the_exits, ...)	\
	static BENCH(symbol) = {				\
		IPI(the_dest, "quiet"),			\
		.question = "What does an IPI cost that its receiver drops?", \
		.path = "kvm_irq_delivery_to_apic_fast",	\
		.variant = the_variant,				\
		.ops = 16,					\
		.batches = 8,					\
		.evidence = { .exits = the_exits },		\
		__VA_ARGS__					\
	}

#define WAKE(symbol, the_dest, the_variant, the_takers, ...)	\
	static BENCH(symbol) = {				\
		IPI(the_dest, "wake"),			\
		.question = "What do an IPI that wakes its receivers and their answer cost?", \
		.path = "kvm_vcpu_wake_up",			\
		.variant = IPI_WAKE | the_variant,		\
		.least = 2,					\
		.ops = 8,					\
		.batches = 16,					\
		.varies = 1,					\
		.evidence = { .exits = -1, .taken = 1, .takers = the_takers, .others_exit = 1, \
			      .stats = { { "halt_exits", 1 } } }, \
		__VA_ARGS__					\
	}

#define X2APIC		.needs = BENCH_NEEDS_X2APIC
#define BY_XAPIC	.who = "each IPI of a guest in xAPIC mode: Linux without x2APIC (__default_send_IPI_dest_field() in arch/x86/kernel/apic/ipi.c)"
#define BY_X2APIC	.who = "each reschedule and function call on one CPU, 10^2 to 10^5 a second (x2apic_send_IPI() in arch/x86/kernel/apic/x2apic_phys.c)"
#define BY_CLUSTER	.who = "TLB shoot-downs of a guest in x2APIC cluster mode, an IPI a cluster (__x2apic_send_IPI_mask() in arch/x86/kernel/apic/x2apic_cluster.c)"
#define BY_SELF		.who = "each irq_work of a guest: perf, printk, RCU (arch_irq_work_raise() in arch/x86/kernel/irq_work.c)"

QUIET(self_xapic, "self/mode=xapic", IPI_SELF, 1, BY_SELF);
QUIET(self_x2apic, "self/mode=x2apic", IPI_SELF, 1, X2APIC, BY_SELF);
QUIET(unicast_xapic, "unicast/mode=xapic", IPI_UNICAST, 2, BY_XAPIC);
QUIET(unicast_x2apic, "unicast/mode=x2apic", IPI_UNICAST, 1, X2APIC, BY_X2APIC);

WAKE(wake_xapic, "unicast/mode=xapic", IPI_UNICAST, 1, BY_XAPIC);
WAKE(wake_x2apic, "unicast/mode=x2apic", IPI_UNICAST, 1, X2APIC, BY_X2APIC);
WAKE(logical_xapic, "logical/mode=xapic", IPI_LOGICAL, 1, BY_XAPIC);
WAKE(logical_x2apic, "logical/mode=x2apic", IPI_LOGICAL, 1, X2APIC, BY_CLUSTER);
WAKE(cluster_xapic, "cluster/mode=xapic", IPI_CLUSTER, IPI_CLUSTER_XAPIC, BY_XAPIC);
WAKE(cluster_x2apic, "cluster/mode=x2apic", IPI_CLUSTER, IPI_CLUSTER_X2APIC, X2APIC, BY_CLUSTER);
