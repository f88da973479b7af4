/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guests.h - VMs that run a guest, for tests of what happens meanwhile. vCPU 0
 * carries out operations, batch after batch, until the VM is destroyed. What
 * fails ends the test.
 */
#ifndef TESTS_GUESTS_H
#define TESTS_GUESTS_H

#include "vmm/vm.h"

/* Guests by what vCPU 0 does and what the others are at meanwhile. */
extern const struct bench guest_ready;		/* nothing; in guest mode, spinning */
extern const struct bench guest_broadcast;	/* an interrupt to all others; taking it */
extern const struct bench guest_request;	/* a request to all; halted */
extern const struct bench guest_on_spin;	/* a directed yield; spinning */

/** guests__create() - a VM of @nr_vcpus with a guest, not yet running */
void guests__create(struct vm *vm, unsigned int nr_vcpus, const struct bench *guest);

/** guests__start() - start all vCPUs, and vCPU 0's operations once all are ready */
void guests__start(struct vm *vm);

/** guests__add() - create and start one vCPU of a VM that runs */
void guests__add(struct vm *vm, unsigned int index);

/** guests__remove() - stop and close one vCPU of a VM that runs */
void guests__remove(struct vm *vm, unsigned int index);

/** guests__expect_progress() - vCPU 0 ends that many more batches, nothing fails */
void guests__expect_progress(struct vm *vm, unsigned int batches);

/** guests__destroy() - the VM ends, and none of its vCPUs has failed */
void guests__destroy(struct vm *vm);

#endif
