/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vm.h - a virtual machine and its vCPUs over /dev/kvm.
 *
 * All functions return 0 or a negative errno; what went wrong is told once, in
 * words, by vm->failure.
 */
#ifndef VMM_VM_H
#define VMM_VM_H

#include <linux/kvm.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/bench.h"
#include "guests/abi.h"

#define FAILURE_SIZE	512

struct vm;

/**
 * struct vcpu - one vCPU
 * @vm:		the VM it belongs to
 * @index:	vcpu_id and APIC id, 0 to GUEST_MAX_VCPUS - 1
 * @fd:		KVM's descriptor, -1 if there is none
 * @stats_fd:	descriptor of its binary statistics, -1 if there is none
 * @run:	the page shared with KVM, mapped while @fd is open
 * @thread:	runs the vCPU; valid if @threaded
 * @threaded:	@thread has to be joined
 * @stop:	@thread is to end, though the VM goes on
 */
struct vcpu {
	struct vm *vm;
	unsigned int index;
	int fd;
	int stats_fd;
	struct kvm_run *run;
	pthread_t thread;
	bool threaded;
	volatile bool stop;
};

/**
 * struct vm - one virtual machine
 * @kvm_fd:	/dev/kvm, borrowed
 * @fd:		the VM's descriptor
 * @mem:	the guest's memory, GUEST_MEMORY_SIZE bytes
 * @shared:	the page in @mem that guest and VMM both see
 * @vcpus:	@nr_vcpus of them
 * @run_size:	bytes to map of a vCPU's descriptor
 * @batch:	called in vCPU 0's thread at each GUEST_PORT_BATCH; 0 to go on,
 *		anything else ends the measurement
 * @batch_arg:	its argument
 * @lock:	guards what follows
 * @changed:	signalled whenever what follows changes
 * @go:		the vCPUs may enter KVM_RUN
 * @release:	the vCPUs held at GUEST_PORT_READY may go on
 * @stop:	every thread is to end; also read without the lock
 * @done:	vCPU 0 has ended its last batch, or @failure is set
 * @nr_set_up:	vCPUs that are set up and wait for the common start
 * @batches:	batches that vCPU 0 has ended: its sign of life
 * @failure:	the first failure in words, empty if there is none
 */
struct vm {
	int kvm_fd;
	int fd;
	uint8_t *mem;
	volatile struct guest_shared *shared;
	struct vcpu *vcpus;
	unsigned int nr_vcpus;
	size_t run_size;
	int (*batch)(struct vm *vm, void *arg);
	void *batch_arg;

	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool go;
	bool release;
	volatile bool stop;
	bool done;
	unsigned int nr_set_up;
	unsigned int batches;
	char failure[FAILURE_SIZE];
};

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

/** vm__release() - let the vCPUs that are held at GUEST_PORT_READY or _BATCH go on */
void vm__release(struct vm *vm);

/** vm__destroy() - end all threads, close and unmap everything */
void vm__destroy(struct vm *vm);

/**
 * vm__fail() - note a failure; only the first one counts
 * @vm:		the VM
 * @fmt:	a printf format
 */
void vm__fail(struct vm *vm, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* vcpu.c, for vm.c */
int vcpu__create(struct vcpu *vcpu, struct vm *vm, unsigned int index);
int vcpu__start(struct vcpu *vcpu);
void vcpu__kick(struct vcpu *vcpu);
void vcpu__join(struct vcpu *vcpu);
/** vcpu__stop() - end its thread, while the others go on */
void vcpu__stop(struct vcpu *vcpu);
/** vcpu__destroy() - close and unmap all of it; harmless if that was done */
void vcpu__destroy(struct vcpu *vcpu);
void vcpu__install_kick_signal(void);

/* vcpu-setup.c, for vcpu.c: the architectural state before the first KVM_RUN. */
int vcpu__setup(struct vcpu *vcpu);
int vcpu__setup_hyperv(struct vcpu *vcpu);
/** vcpu__describe() - registers in one line, for a failure's message */
void vcpu__describe(struct vcpu *vcpu, char *text, size_t size);

/* vcpu-exit.c, for vcpu.c: what to do after KVM_RUN returned 0. */
enum vcpu_next { VCPU_RUN, VCPU_END };
enum vcpu_next vcpu__handle_exit(struct vcpu *vcpu);

#endif
