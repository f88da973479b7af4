// SPDX-License-Identifier: GPL-2.0-only
/*
 * ops-nested.c - nested guests: vCPUs are put into nested guest mode, on SVM, run there
 * and are closed there. The nested guest is the payload, which goes on.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "stress.h"
#include "vmm/x86/nested.h"

/* What takes the vCPU out of it again: then its first level, which has no memory, dies. */
static uint64_t random_intercepts(struct rand *r)
{
	static const uint64_t some[] = {
		0, 0, NESTED_INTERCEPT_INTR, NESTED_INTERCEPT_NMI, NESTED_INTERCEPT_HLT,
		NESTED_INTERCEPT_VMMCALL,
	};

	return NESTED_INTERCEPT_VMRUN | some[rand__below(r, sizeof(some) / sizeof(some[0]))];
}

static int enter_nested(int fd, struct rand *r)
{
	struct kvm_nested_state *state;
	struct kvm_sregs sregs;
	int err;

	if (ioctl(fd, KVM_GET_SREGS, &sregs))
		return -errno;
	sregs.efer |= NESTED_EFER_SVME;
	if (ioctl(fd, KVM_SET_SREGS, &sregs))
		return -errno;
	state = nested__guest_mode(NESTED_VMCB_ADDR);
	if (!state)
		return -ENOMEM;
	nested__set(state, NESTED_VMCB_INTERCEPTS, random_intercepts(r));
	if (rand__chance(r, 30))
		state->flags |= KVM_STATE_NESTED_RUN_PENDING;
	err = ioctl(fd, KVM_SET_NESTED_STATE, state) ? -errno : 0;
	free(state);
	return err;
}

static int enter(struct life *life, struct rand *r)
{
	return enter_nested(life__vcpu(life, r), r);
}

/* Closed in it, by the one thread that knows of it; run before, or not. */
static int enter_and_close(struct life *life, struct rand *r)
{
	unsigned int id = rand__below(r, life->nr_ids);
	int fd = ioctl(life->vm_fd, KVM_CREATE_VCPU, id), err;

	if (fd < 0)
		return -errno;
	prepare__vcpu(fd, id);
	err = enter_nested(fd, r);
	if (!err && rand__chance(r, 50))
		ioctl(fd, KVM_RUN, 0);
	close(fd);
	return err;
}

static int look(struct life *life, struct rand *r)
{
	struct kvm_nested_state *state = nested__guest_mode(0);
	int err;

	if (!state)
		return -ENOMEM;
	err = ioctl(life__vcpu(life, r), KVM_GET_NESTED_STATE, state) ? -errno : 0;
	free(state);
	return err;
}

static const struct op ops[] STRESS_OPS = {
	{ "nested-enter", 6, enter },
	{ "nested-close", 6, enter_and_close },
	{ "nested-look", 2, look },
};
