/* SPDX-License-Identifier: GPL-2.0-only */
/* gone.h - vCPUs that are closed, and gone before their VM. */
#ifndef MEASURE_GONE_H
#define MEASURE_GONE_H

#include <stdbool.h>

#include "vmm/vm.h"

/**
 * gone__is_possible() - does this kernel destroy a closed vCPU before its VM?
 * @kvm_fd:	/dev/kvm
 *
 * Tried on a VM of one vCPU: with many, the creation alone would take longer
 * than the answer.
 */
bool gone__is_possible(int kvm_fd);

/**
 * gone__close_others() - close all vCPUs but the first, and see them go
 * @vm:		has not been started; afterwards it has one vCPU
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int gone__close_others(struct vm *vm);

#endif
