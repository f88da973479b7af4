/* SPDX-License-Identifier: GPL-2.0-only */
/* cell-guest.h - cells whose operation is a guest's. */
#ifndef MEASURE_CELL_GUEST_H
#define MEASURE_CELL_GUEST_H

#include "measure.h"

/**
 * cell_guest__measure() - measure a cell whose operation is a guest's
 * @cell:	gets the samples; its outcome is invalid where the evidence does not fit
 * @vm:		the VM, not yet started
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int cell_guest__measure(struct cell *cell, struct vm *vm);

#endif
