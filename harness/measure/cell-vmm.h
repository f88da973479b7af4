/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cell-vmm.h - cells whose operation is the VMM's own, and VMs whose vCPUs have
 * come and gone.
 */
#ifndef MEASURE_CELL_VMM_H
#define MEASURE_CELL_VMM_H

#include <stdbool.h>

#include "measure.h"

/**
 * cell_vmm__measure() - measure a cell whose operation is the VMM's
 * @cell:	gets the samples
 * @vm:		the VM that the operation is given
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int cell_vmm__measure(struct cell *cell, struct vm *vm);

/**
 * cell_vmm__vcpu_goes() - does this kernel destroy a closed vCPU before its VM?
 * @kvm_fd:	/dev/kvm
 *
 * Tried on a VM of one vCPU: with many, the creation alone would take longer
 * than the answer.
 */
bool cell_vmm__vcpu_goes(int kvm_fd);

/**
 * cell_vmm__close_others() - close all vCPUs but the first, and see them go
 * @vm:		has not been started; afterwards it has one vCPU
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int cell_vmm__close_others(struct vm *vm);

#endif
