// SPDX-License-Identifier: GPL-2.0-only
/* x2apic.c - vCPUs with the CPUID that KVM supports, and LAPICs in x2APIC mode. */
#include <stdlib.h>
#include <sys/ioctl.h>

#include "state.h"
#include "vmm/arch.h"

#define CPUID_1_ECX_X2APIC	(1u << 21)	/* Intel SDM vol. 3A, section 11.12.1 */
#define APIC_BASE_X2APIC	(1u << 10)	/* in MSR 0x1b; the LAPIC is on already */

static struct kvm_cpuid2 *supported_cpuid(int kvm_fd)
{
	struct kvm_cpuid2 *cpuid;

	cpuid = calloc(1, sizeof(*cpuid) + VCPU_STATE_MAX_CPUID * sizeof(cpuid->entries[0]));
	if (!cpuid)
		return NULL;
	cpuid->nent = VCPU_STATE_MAX_CPUID;
	if (!ioctl(kvm_fd, KVM_GET_SUPPORTED_CPUID, cpuid))
		return cpuid;
	free(cpuid);
	return NULL;
}

bool vm__has_x2apic(int kvm_fd)
{
	struct kvm_cpuid2 *cpuid = supported_cpuid(kvm_fd);
	bool has = false;
	unsigned int i;

	for (i = 0; cpuid && i < cpuid->nent; i++)
		if (cpuid->entries[i].function == 1)
			has = cpuid->entries[i].ecx & CPUID_1_ECX_X2APIC;
	free(cpuid);
	return has;
}

/* KVM refuses the mode to a vCPU whose CPUID lacks it. */
int vcpu__setup_x2apic(struct vcpu *vcpu)
{
	static struct kvm_cpuid2 *cpuid;	/* KVM's answer stays, and is asked for once */
	struct kvm_sregs sregs;

	if (!cpuid)
		cpuid = supported_cpuid(vcpu->vm->kvm_fd);
	if (!cpuid)
		return vcpu__fail_errno(vcpu, "KVM_GET_SUPPORTED_CPUID");
	if (ioctl(vcpu->fd, KVM_SET_CPUID2, cpuid))
		return vcpu__fail_errno(vcpu, "KVM_SET_CPUID2");
	if (ioctl(vcpu->fd, KVM_GET_SREGS, &sregs))
		return vcpu__fail_errno(vcpu, "KVM_GET_SREGS");
	sregs.apic_base |= APIC_BASE_X2APIC;
	if (ioctl(vcpu->fd, KVM_SET_SREGS, &sregs))
		return vcpu__fail_errno(vcpu, "KVM_SET_SREGS of x2APIC mode");
	return 0;
}

/* Without, KVM takes the id 255 for a broadcast, and saves 8 bits of an id. */
int vm__use_long_ids(struct vm *vm)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_X2APIC_API,
		.args = { KVM_X2APIC_API_USE_32BIT_IDS | KVM_X2APIC_API_DISABLE_BROADCAST_QUIRK },
	};

	return ioctl(vm->fd, KVM_ENABLE_CAP, &cap) ? vm__fail_errno(vm, "KVM_CAP_X2APIC_API") : 0;
}
