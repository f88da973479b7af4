/* SPDX-License-Identifier: GPL-2.0-only */
/* vm.h - a virtual machine over /dev/kvm: create, start, wait, destroy. */
#ifndef VMM_VM_H
#define VMM_VM_H

#include "bench/bench.h"
#include "guests/abi.h"
#include "vcpu.h"
#include "vmm.h"

/**
 * vm__create() - create a VM with an in-kernel irqchip and memory
 * @vm:		to fill in; to be handed to vm__destroy() even after an error
 * @kvm_fd:	/dev/kvm, stays the caller's
 * @nr_vcpus:	1 to GUEST_MAX_VCPUS; the vCPUs are created, not started
 * @bench:	whose payload is loaded, if it has one
 */
int vm__create(struct vm *vm, int kvm_fd, unsigned int nr_vcpus, const struct bench *bench);

/**
 * vm__start() - set up all vCPUs and start them together
 * @vm:		a VM whose payload is loaded
 * @deadline_ms: for all vCPUs to reach the state that their guest code says
 *		they are ready in
 */
int vm__start(struct vm *vm, unsigned int deadline_ms);

/**
 * vm__wait() - wait until vCPU 0 ended its last batch or any vCPU failed
 * @vm:		a VM that was started
 * @deadline_ms: for each batch; then the wait is a failure
 */
int vm__wait(struct vm *vm, unsigned int deadline_ms);

/** vm__check() - 0, or -EIO if a vCPU or anything else of the VM has failed */
int vm__check(struct vm *vm);

/** vm__release() - let the vCPUs that are held at GUEST_PORT_READY or _BATCH go on */
void vm__release(struct vm *vm);

/** vm__stop() - end all threads of vCPUs, if there are any; none begins another batch */
void vm__stop(struct vm *vm);

/** vm__destroy() - end all threads, close and unmap everything */
void vm__destroy(struct vm *vm);

#endif
