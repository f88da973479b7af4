/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kvmstats.h - KVM's own counters of a vCPU, from the binary statistics
 * descriptor (Documentation/virt/kvm/api.rst, 4.133 KVM_GET_STATS_FD). A KVM
 * that has none, or lacks one of enum kvmstat, has counters in debugfs, the sums
 * over all vCPUs: they are given as vCPU 0's, and the others have none.
 */
#ifndef VMM_KVMSTATS_H
#define VMM_KVMSTATS_H

#include <stdint.h>

#include "vmm.h"

/** enum kvmstat - the counters that the harness looks at */
enum kvmstat {
	KVMSTAT_EXITS,		/* VM exits */
	KVMSTAT_IRQ_EXITS,	/* of them: because of an interrupt to the host */
	KVMSTAT_EMULATED,	/* instructions emulated */
	KVMSTAT_BLOCKING,	/* 1 while the vCPU's thread is blocked in KVM_RUN */
	KVMSTAT_COUNT,
};

/** kvmstats__supported() - is there any place to read counters of this KVM from? */
bool kvmstats__supported(int kvm_fd);

/**
 * kvmstats__open() - open the statistics of all vCPUs of a VM
 * @vm: the VM; its vCPUs' stats_fd are set, and closed with the vCPUs
 *
 * To be called in the thread that created the VM.
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int kvmstats__open(struct vm *vm);

/**
 * kvmstats__read() - read one counter of one vCPU
 * @vcpu:  a vCPU of a VM that was handed to kvmstats__open()
 * @which: the counter
 *
 * Return: its value; 0 if it cannot be read.
 */
uint64_t kvmstats__read(const struct vcpu *vcpu, enum kvmstat which);

/** kvmstats__is_blocked() - is the vCPU's thread blocked in KVM_RUN? */
bool kvmstats__is_blocked(const struct vcpu *vcpu);

/** kvmstats__interrupted() - rises when an interrupt to the host meets the vCPU in the guest */
uint64_t kvmstats__interrupted(const struct vcpu *vcpu);

/** kvmstats__named() - any counter of a vCPU by its name; -1 if this kernel has none */
int64_t kvmstats__named(const struct vcpu *vcpu, const char *name);

/** kvmstats__sum_others() - the sum of a counter over vCPUs 1 to N-1 */
uint64_t kvmstats__sum_others(const struct vm *vm, enum kvmstat which);

#endif
