/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vmm.h - what all files of this folder share: a VM, its vCPUs, its failure.
 *
 * All functions return 0 or a negative errno; vm->failure says in words what
 * went wrong first.
 */
#ifndef VMM_VMM_H
#define VMM_VMM_H

#include <linux/kvm.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define FAILURE_SIZE	512
#define KVMDEBUGFS_PATH	64

struct vm;

/**
 * struct vcpu - one vCPU
 * @vm:		the VM it belongs to
 * @index:	vcpu_id and APIC id, 0 to GUEST_MAX_VCPUS - 1
 * @fd:		KVM's descriptor, -1 if there is none
 * @stats_fd:	descriptor of its binary statistics, -1 if there is none
 * @tid:	of @thread, 0 before it runs
 * @run:	the page shared with KVM, mapped while @fd is open
 * @thread:	runs the vCPU; valid if @threaded
 * @threaded:	@thread has to be joined
 * @stop:	@thread is to end, though the VM goes on
 * @irqs_held:	kvmstats__interrupted() when it was held at GUEST_PORT_READY
 */
struct vcpu {
	struct vm *vm;
	unsigned int index;
	int fd;
	int stats_fd;
	volatile pid_t tid;
	struct kvm_run *run;
	pthread_t thread;
	bool threaded;
	volatile bool stop;
	volatile uint64_t irqs_held;
};

/**
 * struct vm - one virtual machine
 * @kvm_fd:	/dev/kvm, borrowed
 * @fd:		the VM's descriptor
 * @mem:	the guest's memory
 * @mem_size:	its bytes, GUEST_MEMORY_SIZE or _LARGE
 * @shared:	the page in @mem that guest and VMM both see
 * @vcpus:	@nr_vcpus of them
 * @run_size:	bytes to map of a vCPU's descriptor
 * @debugfs:	directory of its counters, sums over all vCPUs, where KVM's binary
 *		statistics do not do; else empty
 * @asleep:	all vCPUs above @awake are halted before their first KVM_RUN
 * @awake:	0, or the last vCPU that enters the guest
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
	size_t mem_size;
	volatile struct guest_shared *shared;
	struct vcpu *vcpus;
	unsigned int nr_vcpus;
	size_t run_size;
	char debugfs[KVMDEBUGFS_PATH];
	bool asleep;
	unsigned int awake;
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
 * vm__fail() - note a failure; only the first one counts
 * @vm:		the VM
 * @fmt:	a printf format
 */
void vm__fail(struct vm *vm, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** vm__fail_errno() - the same for a call that has set errno; returns -errno */
int vm__fail_errno(struct vm *vm, const char *what);

/** vcpu__fail_errno() - the same for a call on this vCPU */
int vcpu__fail_errno(struct vcpu *vcpu, const char *what);

#endif
