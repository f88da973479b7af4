/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * states.h - are vCPUs in the state that a benchmark asks for?
 */
#ifndef MEASURE_STATES_H
#define MEASURE_STATES_H

#include "vmm/vm.h"

/* Instructions of a vCPU that KVM has emulated: more than its way to where it spins or halts. */
#define STATES_EMULATED	1000

/**
 * states__wait() - wait until vCPUs are in a state, by KVM's own counters
 * @vm:		has been started, and its statistics are open
 * @first:	the first of these vCPUs
 * @end:	behind the last one
 * @state:	BENCH_OTHERS_HALTED: asleep in KVM_RUN, for a vCPU that still polls
 *		would be woken. BENCH_OTHERS_SPINNING: interrupted in guest mode since
 *		it was let go, for before that none is eligible for a directed yield. Any other:
 *		there is nothing to wait for
 * @deadline_ms: for all of them
 *
 * Return: 0, or a negative errno with vm->failure set.
 */
int states__wait(struct vm *vm, unsigned int first, unsigned int end, enum bench_others state,
		 unsigned int deadline_ms);

#endif
