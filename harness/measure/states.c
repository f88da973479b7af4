// SPDX-License-Identifier: GPL-2.0-only
/*
 * states.c - wait for vCPUs to get into their state.
 */
#include <errno.h>
#include <time.h>

#include "states.h"
#include "vmm/kvmstats.h"

static bool is_blocked(const struct vcpu *vcpu)
{
	return kvmstats__is_blocked(vcpu);
}

/*
 * By a host interrupt after it was let go: what it met before, page faults among
 * it, says nothing, for it may have left KVM_RUN since and wait in user space.
 * A KVM that emulates all instructions has no exits.
 */
static bool was_preempted(const struct vcpu *vcpu)
{
	return kvmstats__interrupted(vcpu) > vcpu->irqs_held ||
	       kvmstats__read(vcpu, KVMSTAT_EMULATED) >= STATES_EMULATED;
}

/**
 * struct state - one that a vCPU can be seen to be in
 * @name:	for a message
 * @reached:	is a vCPU in it?
 * @pause_ms:	until the next look
 */
struct state {
	const char *name;
	bool (*reached)(const struct vcpu *vcpu);
	unsigned int pause_ms;
};

static const struct state blocked = { "blocked", is_blocked, 1 };
static const struct state spinning = { "spinning", was_preempted, 4 };

static int wait_for(struct vm *vm, unsigned int first, unsigned int end,
		    const struct state *state, unsigned int deadline_ms)
{
	const struct timespec pause = { .tv_nsec = state->pause_ms * 1000000 };
	unsigned int i, waited = 0;

	for (i = first; i < end; i++) {
		for (; !state->reached(&vm->vcpus[i]); waited += state->pause_ms) {
			if (vm->done || vm->stop)
				return -EIO;
			if (waited >= deadline_ms) {
				vm__fail(vm, "vCPU %u is not %s after %u ms", i, state->name, waited);
				return -ETIMEDOUT;
			}
			nanosleep(&pause, NULL);
		}
	}
	return 0;
}

int states__wait(struct vm *vm, unsigned int first, unsigned int end, enum bench_others state,
		 unsigned int deadline_ms)
{
	if (state == BENCH_OTHERS_HALTED)
		return wait_for(vm, first, end, &blocked, deadline_ms);
	if (state == BENCH_OTHERS_SPINNING)
		return wait_for(vm, first, end, &spinning, deadline_ms);
	return 0;
}
