// SPDX-License-Identifier: GPL-2.0-only
/* prepare.c - the state of a vCPU before it is entered. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "guests/x86/apic.h"
#include "stress.h"
#include "vmm/x86/state.h"

static struct kvm_cpuid2 *cpuid;

int prepare__cpuid(int kvm_fd)
{
	free(cpuid);
	cpuid = vcpu_state__hyperv_cpuid(kvm_fd);
	return cpuid ? 0 : -errno;
}

void prepare__registers(int fd, unsigned int id)
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

int prepare__lapic(int fd)
{
	const uint32_t enabled = APIC_SPIV_ENABLE | 0xff;
	struct kvm_lapic_state state;

	if (ioctl(fd, KVM_GET_LAPIC, &state))
		return -errno;
	memcpy(state.regs + APIC_SPIV, &enabled, sizeof(enabled));
	return ioctl(fd, KVM_SET_LAPIC, &state) ? -errno : 0;
}

void prepare__vcpu(int fd, unsigned int id)
{
	const struct vcpu_state_msr guest = vcpu_state__hyperv_id();

	ioctl(fd, KVM_SET_CPUID2, cpuid);
	ioctl(fd, KVM_SET_MSRS, &guest);
	prepare__registers(fd, id);
}
