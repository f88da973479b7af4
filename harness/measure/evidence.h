/* SPDX-License-Identifier: GPL-2.0-only */
/* evidence.h - did the operations do what the benchmark says they do? */
#ifndef MEASURE_EVIDENCE_H
#define MEASURE_EVIDENCE_H

#include "vmm/vm.h"

/**
 * struct evidence - counters at one moment between two batches
 * @exits:	VM exits of vCPU 0
 * @irq_exits:	of them because of an interrupt to the host
 * @emulated:	instructions of vCPU 0 that KVM emulated
 * @others_exits: VM exits of all other vCPUs together
 * @taken:	interrupts that all vCPUs together have taken
 * @yields:	yields that the scheduler has counted, -1 if it counts none
 * @stats:	vCPU 0's counters that the benchmark names, -1 if there is none
 */
struct evidence {
	uint64_t exits;
	uint64_t irq_exits;
	uint64_t emulated;
	uint64_t others_exits;
	uint64_t taken;
	int64_t yields;
	int64_t stats[BENCH_MAX_STATS];
};

/**
 * evidence__collect() - read all counters
 * @e:	to fill in
 * @vm:	a VM whose statistics are open
 * @bench:	whose evidence is asked for
 */
void evidence__collect(struct evidence *e, const struct vm *vm, const struct bench *bench);

/** evidence__taken() - interrupts that all vCPUs together have taken up to now */
uint64_t evidence__taken(const struct vm *vm);

/** evidence__taken_per_op() - interrupts that all vCPUs together take an operation */
unsigned int evidence__taken_per_op(const struct vm *vm, const struct bench *bench);

/**
 * evidence__check() - compare what happened with what should have
 * @before:	counters before the first batch
 * @after:	counters after the last one
 * @vm:		the VM
 * @bench:	whose evidence is asked for
 * @batches:	batches of operations between the two
 * @ends:	exits by which batches ended between the two, writes to GUEST_PORT_BATCH
 * @text:	where a mismatch is explained
 * @size:	of @text
 *
 * Return: 0 if all of it fits, -EPROTO if not.
 */
int evidence__check(const struct evidence *before, const struct evidence *after,
		    const struct vm *vm, const struct bench *bench, unsigned int batches,
		    unsigned int ends, char *text, size_t size);

#endif
