/* SPDX-License-Identifier: GPL-2.0-only */
/* cell.h - one benchmark at one number of vCPUs. */
#ifndef MEASURE_CELL_H
#define MEASURE_CELL_H

#include "measure.h"

/**
 * cell__unit() - what a benchmark's samples are measured in
 * @machine:	what the machine's TSC counts: clock_insns or clock_ns
 */
const struct clock_unit *cell__unit(const struct clock_unit *machine, const struct bench *bench);

/**
 * cell__run() - create a VM, measure, tear it down
 * @cell:	what to measure, and where the result goes
 * @kvm_fd:	/dev/kvm, stays the caller's
 */
void cell__run(struct cell *cell, int kvm_fd);

#endif
