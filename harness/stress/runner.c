// SPDX-License-Identifier: GPL-2.0-only
/*
 * runner.c - enter vCPUs, whoever else uses or closes them meanwhile.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stress.h"
#include "vmm/x86/state.h"

static struct kvm_cpuid2 *cpuid;

int runner__cpuid(int kvm_fd)
{
	free(cpuid);
	cpuid = vcpu_state__hyperv_cpuid(kvm_fd);
	return cpuid ? 0 : -errno;
}

static void prepare_registers(int fd, unsigned int id)
{
	const struct kvm_regs regs = vcpu_state__regs(id);
	struct kvm_mp_state state = { .mp_state = KVM_MP_STATE_RUNNABLE };
	struct kvm_sregs sregs;

	if (ioctl(fd, KVM_GET_SREGS, &sregs))
		return;
	vcpu_state__sregs(&sregs);
	ioctl(fd, KVM_SET_SREGS, &sregs);
	ioctl(fd, KVM_SET_REGS, &regs);
	ioctl(fd, KVM_SET_MP_STATE, &state);
}

void vcpu__prepare(int fd, unsigned int id)
{
	const struct vcpu_state_msr guest = vcpu_state__hyperv_id();

	ioctl(fd, KVM_SET_CPUID2, cpuid);
	ioctl(fd, KVM_SET_MSRS, &guest);
	prepare_registers(fd, id);
}

/*
 * With a descriptor of its own, or with the one that others may close now; with
 * the shared page mapped or not. All of these hold the vCPU, or fail to.
 */
int runner__run(struct life *life, struct rand *r)
{
	bool brief = rand__chance(r, 30), own = rand__chance(r, 50);
	unsigned int turns = brief ? 1 : 1 + rand__below(r, 40);
	int shared = life__vcpu(life, r);
	int fd = own && shared >= 0 ? dup(shared) : shared;
	void *page = MAP_FAILED;

	if (fd < 0)
		return -1;
	if (rand__chance(r, 30))
		page = mmap(NULL, life->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (rand__chance(r, 30))
		prepare_registers(fd, rand__below(r, life->nr_ids));
	while (turns-- && !life->stop) {
		if (!ioctl(fd, KVM_RUN, 0) || errno == EINTR)
			atomic_fetch_add(&life->board->entered, 1);
		else if (errno != EAGAIN)
			break;
	}
	if (own)
		close(fd);
	/* It may be here because another vCPU has just yielded to this one. */
	if (brief)
		life__close(life, shared);
	if (page != MAP_FAILED)
		munmap(page, life->run_size);
	return 0;
}
