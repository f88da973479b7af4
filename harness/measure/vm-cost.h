/* SPDX-License-Identifier: GPL-2.0-only */
/* vm-cost.h - what a VM costs from nothing to ready to gone. */
#ifndef MEASURE_VM_COST_H
#define MEASURE_VM_COST_H

#include "lib/why.h"

/**
 * vm_cost__print() - time whole VMs against their ioctls alone
 * @kvm_fd:	/dev/kvm
 * @sizes:	vCPU counts, @nr_sizes of them
 * @why:	says what is wrong
 *
 * "Ready" is a VM whose vCPUs have all been in guest mode and have reported
 * from there. "Its ioctls alone" is the same sequence of KVM calls, KVM_RUN
 * included, made by one thread. Both are repeated in turn; the medians are
 * printed.
 *
 * Return: 0 or a negative errno.
 */
int vm_cost__print(int kvm_fd, const unsigned int *sizes, unsigned int nr_sizes,
		  struct why *why);

/**
 * vm_cost__live() - one VM of each size, from nothing to ready to gone
 *
 * The caller times the whole process.
 *
 * Return: 0 or a negative errno.
 */
int vm_cost__live(int kvm_fd, const unsigned int *sizes, unsigned int nr_sizes,
		  struct why *why);

#endif
