/* SPDX-License-Identifier: GPL-2.0-only */
/* plan.h - what a machine is told to do, and the archive it boots from. */
#ifndef TESTBED_MACHINE_PLAN_H
#define TESTBED_MACHINE_PLAN_H

#include "machine.h"

/**
 * plan__write() - write the plan of a job's open cells and pack the initramfs
 * @vm:		its stage is set; its steps are filled in
 * @s:		the setup
 * @m:		the matrix
 */
void plan__write(struct machine *vm, const struct setup *s, const struct matrix *m);

#endif
