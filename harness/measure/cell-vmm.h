/* SPDX-License-Identifier: GPL-2.0-only */
/* cell-vmm.h - cells whose operation is the VMM's own. */
#ifndef MEASURE_CELL_VMM_H
#define MEASURE_CELL_VMM_H

#include "measure.h"

/**
 * cell_vmm__measure() - measure a cell whose operation is the VMM's
 * @cell:	gets the samples
 * @vm:		the VM that the operation is given
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int cell_vmm__measure(struct cell *cell, struct vm *vm);

#endif
