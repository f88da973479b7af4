/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell.h - what is asked of a form of the benchmark, and what it answers.
 *
 * Both forms, the program in user space and the module, take the same question.
 * The module takes it by a write to its device and answers a read.
 */
#ifndef ITERATE_CELL_H
#define ITERATE_CELL_H

#include <linux/types.h>

#define ITERATE_DEVICE		"vcpuscale-iterate"
#define ITERATE_MAX_OBJECTS	4096

/**
 * enum iterate_kind - how the next object is found
 * @ITERATE_NONE:	no object is visited: what the harness itself costs
 * @ITERATE_PLAIN:	a loop over an array of pointers as one writes it by hand,
 *			nothing may change meanwhile
 * @ITERATE_ARRAY:	an array of pointers, the number of them and a read
 *			barrier before each look
 * @ITERATE_XARRAY:	xa_for_each_range(), as kvm_for_each_vcpu() since 5.17
 * @ITERATE_LIST:	list_for_each_entry_rcu() under rcu_read_lock()
 * @ITERATE_SRCU_LIST:	the same under srcu_read_lock()
 * @ITERATE_MB_LIST:	the same under liburcu's flavour that has a full barrier
 *			at both ends of a read-side section, as SRCU has
 */
enum iterate_kind {
	ITERATE_NONE, ITERATE_PLAIN, ITERATE_ARRAY, ITERATE_XARRAY, ITERATE_LIST,
	ITERATE_SRCU_LIST, ITERATE_MB_LIST, ITERATE_KINDS
};

/**
 * enum iterate_loop - what is done at an object, in the words of KVM's three loops
 * @ITERATE_SPIN:	kvm_vcpu_on_spin(): reads "ready"
 * @ITERATE_REQUEST:	kvm_make_all_cpus_request(): sets a bit of "requests",
 *			changes "mode", reads "cpu"
 * @ITERATE_IRQ:	kvm_irq_delivery_to_apic(): reads "kvm", "arch.apic" and
 *			of the LAPIC "vcpu" and "sw_enabled"
 */
enum iterate_loop { ITERATE_SPIN, ITERATE_REQUEST, ITERATE_IRQ, ITERATE_LOOPS };

/**
 * struct iterate_cell - a batch of walks to do
 * @kind:	enum iterate_kind
 * @loop:	enum iterate_loop
 * @nr:		objects, 1 to ITERATE_MAX_OBJECTS
 * @shuffled:	0: linked in the order of their allocation
 * @cold:	1: evicted from the caches before each walk
 * @writer:	1: the newest object is removed and added again meanwhile
 * @insns:	1: cost in ticks of the TSC, which counts instructions there;
 *		0: cost in nanoseconds
 * @walks:	how many
 * @seed:	of the shuffle; another seed also means other memory
 */
struct iterate_cell {
	__u32 kind, loop, nr, shuffled, cold, writer, insns, walks;
	__u64 seed;
};

/**
 * struct iterate_batch - what came of it
 * @cost:	of all walks, in the unit asked for
 * @visits:	objects that the walks have seen
 * @wrong:	walks that did not see what they had to
 * @changes:	removals and additions meanwhile
 */
struct iterate_batch {
	__u64 cost, visits, wrong, changes;
};

#endif
