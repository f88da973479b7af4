/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kvmdebugfs.h - what a KVM without binary statistics, that is before Linux 5.16,
 * shows of a VM and its vCPUs: the sums of the vCPUs' counters in debugfs, and what
 * the scheduler knows of their threads. kvmstats.c asks for it.
 */
#ifndef VMM_KVMDEBUGFS_H
#define VMM_KVMDEBUGFS_H

#include "vmm.h"

/** kvmdebugfs__exists() - is debugfs mounted, and may this process read KVM's part? */
bool kvmdebugfs__exists(void);

/**
 * kvmdebugfs__open() - find the directory of a VM
 * @vm: the VM; its path is noted in @vm->debugfs
 *
 * To be called in the thread that created the VM.
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int kvmdebugfs__open(struct vm *vm);

/** kvmdebugfs__counter() - a counter, summed over all vCPUs; -1 if there is none */
int64_t kvmdebugfs__counter(const struct vm *vm, const char *name);

/** kvmdebugfs__is_blocked() - does the vCPU's thread sleep in KVM_RUN? */
bool kvmdebugfs__is_blocked(const struct vcpu *vcpu);

/** kvmdebugfs__guest_time() - ticks that have met the vCPU's thread in the guest */
uint64_t kvmdebugfs__guest_time(const struct vcpu *vcpu);

#endif
