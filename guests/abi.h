/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * abi.h - what a guest payload and the VMM agree on.
 *
 * Guest-physical memory, all of it RAM in one slot:
 *
 *   0x00000000  unused (a stray null pointer finds zeroes)
 *   0x00001000  struct guest_shared
 *   0x00010000  payload: entry, text, data, IDT and GDT
 *   0x00100000  stacks, GUEST_STACK_SIZE each, vCPU 0 first: small, so that
 *               the vCPUs share pages and fewer have to be faulted in
 *   0x00200000  end of memory; 0x00300000 in a VM of more than GUEST_XAPIC_VCPUS
 *
 * Every vCPU starts at the payload's first byte, in 32-bit protected mode
 * without paging, flat segments, interrupts off, EAX = index of the vCPU
 * (which is its APIC id), ESP = top of its stack.
 */
#ifndef GUESTS_ABI_H
#define GUESTS_ABI_H

#define GUEST_SHARED_ADDR	0x1000
#define GUEST_PAYLOAD_ADDR	0x10000
#define GUEST_PAYLOAD_MAX	0xf0000
#define GUEST_STACK_ADDR	0x100000
#define GUEST_STACK_SIZE	0x200
#define GUEST_MEMORY_SIZE	0x200000
#define GUEST_MEMORY_LARGE	0x300000	/* room for GUEST_MAX_VCPUS stacks */
#define GUEST_XAPIC_VCPUS	255	/* above, LAPICs are in x2APIC mode */
#define GUEST_MAX_VCPUS		4096	/* what Linux lets CONFIG_KVM_MAX_NR_VCPUS be */

/* Segment selectors; the VMM loads the hidden parts, the GDT backs them. */
#define GUEST_CS		0x08
#define GUEST_DS		0x10

/* 32-bit OUTs that the guest uses to talk to the VMM. */
#define GUEST_PORT_BATCH	0x500	/* vCPU 0: last batch is over, set up the next */
#define GUEST_PORT_FAIL		0x504	/* any vCPU: cannot go on, value = GUEST_FAIL_* */
#define GUEST_PORT_READY	0x508	/* a vCPU that will spin: hold it until all are ready */
#define GUEST_PORT_NOTHING	0x50c	/* any vCPU: enter it again, that is all */

/* Values written to GUEST_PORT_FAIL. */
#define GUEST_FAIL_EXCEPTION	1	/* an exception or an unexpected interrupt */
#define GUEST_FAIL_OP		2	/* the operation under test answered with an error */
#define GUEST_FAIL_RETURN	3	/* a function that must not return did */

#define GUEST_TAKEN_OFFSET	4132	/* of guest_shared.taken, for assembly */

#ifndef __ASSEMBLER__
#include <stdint.h>

/**
 * struct guest_shared - the page that guest and VMM both see
 * @nr_vcpus:	vCPUs of this VM; written by the VMM before the start
 * @variant:	which of its benchmarks the payload is to run; likewise
 * @ops:	operations of the next batch; written by the VMM while vCPU 0
 *		is stopped at GUEST_PORT_BATCH
 * @empty:	the next batch runs the loop around an empty operation
 * @error:	written by the guest: what the failed operation answered
 * @vmm_operates: the VMM carries out the operations, not vCPU 0, which enters the
 *		state of guest_other() as all others do; written before the start
 * @ticks:	written by the guest: TSC ticks that the last batch took
 * @x2apic:	LAPICs are in x2APIC mode; written before the start
 * @ready:	written by vCPU n: non-zero once it is in the state that the
 *		benchmark asks of it, but for the final HLT
 * @taken:	written by vCPU n: interrupts that it has taken
 */
struct guest_shared {
	uint32_t nr_vcpus;
	uint32_t variant;
	uint32_t ops;
	uint32_t empty;
	uint32_t error;
	uint32_t vmm_operates;
	uint64_t ticks;
	uint32_t x2apic;
	uint8_t ready[GUEST_MAX_VCPUS];
	uint32_t taken[GUEST_MAX_VCPUS];
};
#endif

#endif
