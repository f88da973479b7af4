/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * state.h - the state in which a vCPU enters a payload, as guests/abi.h
 * promises it, or as a Hyper-V guest. The functions fill in what the ioctls take;
 * the caller makes the calls and handles their errors.
 */
#ifndef VMM_X86_STATE_H
#define VMM_X86_STATE_H

#include <linux/kvm.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "guests/abi.h"

#define VCPU_STATE_CR0_PE_ET	0x11
#define VCPU_STATE_MAX_CPUID	256
#define HV_X64_MSR_GUEST_OS_ID	0x40000000	/* Hyper-V TLFS, chapter 3 */
#define HV_CPUID_INTERFACE	0x40000001	/* chapter 2 */
#define HV_INTERFACE_HV1	0x31237648	/* "Hv#1" */

/** struct vcpu_state_msr - one MSR, for KVM_SET_MSRS, which then returns 1 */
struct vcpu_state_msr {
	struct kvm_msrs head;
	struct kvm_msr_entry entry;
};

/**
 * vcpu_state__sregs() - 32-bit protected mode, flat segments, no paging
 * @sregs:	what KVM_GET_SREGS gave
 */
static inline void vcpu_state__sregs(struct kvm_sregs *sregs)
{
	const struct kvm_segment code = {
		.base = 0, .limit = 0xffffffff, .selector = GUEST_CS,
		.type = 0xb, .present = 1, .dpl = 0, .db = 1, .s = 1, .g = 1,
	};
	struct kvm_segment data = code;

	data.selector = GUEST_DS;
	data.type = 0x3;
	sregs->cs = code;
	sregs->ds = sregs->es = sregs->fs = sregs->gs = sregs->ss = data;
	sregs->cr0 = VCPU_STATE_CR0_PE_ET;
}

/**
 * vcpu_state__regs() - at the payload's first byte
 * @index:	the vCPU's, and its APIC id; below GUEST_MAX_VCPUS
 */
static inline struct kvm_regs vcpu_state__regs(unsigned int index)
{
	return (struct kvm_regs){
		.rip = GUEST_PAYLOAD_ADDR,
		.rsp = GUEST_STACK_ADDR + (index + 1) * GUEST_STACK_SIZE,
		.rax = index,
		.rflags = 0x2,
	};
}

/**
 * vcpu_state__hyperv_cpuid() - what KVM supports, as CPUID of a Hyper-V guest
 * @kvm_fd:	/dev/kvm
 *
 * Return: for KVM_SET_CPUID2, the caller frees it; NULL with errno set.
 */
static inline struct kvm_cpuid2 *vcpu_state__hyperv_cpuid(int kvm_fd)
{
	struct kvm_cpuid2 *cpuid;
	unsigned int i, kept = 0;

	cpuid = calloc(1, sizeof(*cpuid) + VCPU_STATE_MAX_CPUID * sizeof(cpuid->entries[0]));
	if (!cpuid)
		return NULL;
	cpuid->nent = VCPU_STATE_MAX_CPUID - 1;
	if (ioctl(kvm_fd, KVM_GET_SUPPORTED_CPUID, cpuid)) {
		free(cpuid);
		return NULL;
	}
	/* Without what says that the hypervisor is KVM. */
	for (i = 0; i < cpuid->nent; i++)
		if (cpuid->entries[i].function >> 8 != 0x400000)
			cpuid->entries[kept++] = cpuid->entries[i];
	cpuid->entries[kept++] = (struct kvm_cpuid_entry2){
		.function = HV_CPUID_INTERFACE, .eax = HV_INTERFACE_HV1,
	};
	cpuid->nent = kept;
	return cpuid;
}

/** vcpu_state__msr() - @index and the value that it is to have */
static inline struct vcpu_state_msr vcpu_state__msr(unsigned int index, __u64 data)
{
	return (struct vcpu_state_msr){
		.head.nmsrs = 1, .entry = { .index = index, .data = data },
	};
}

/** vcpu_state__hyperv_id() - says which system the guest is: hypercalls are off without */
static inline struct vcpu_state_msr vcpu_state__hyperv_id(void)
{
	return vcpu_state__msr(HV_X64_MSR_GUEST_OS_ID, 1);
}

#endif
