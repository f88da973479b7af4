// SPDX-License-Identifier: GPL-2.0-only
/*
 * vcpu-setup.c - a vCPU's state before its first KVM_RUN: 32-bit protected
 * mode, flat segments, no paging, as guests/abi.h promises.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "vm.h"

#define CR0_PE_ET		0x11
#define MAX_CPUID_ENTRIES	256
#define HV_X64_MSR_GUEST_OS_ID	0x40000000	/* Hyper-V TLFS, chapter 3 */
#define HV_CPUID_INTERFACE	0x40000001
#define HV_INTERFACE_HV1	0x31237648	/* "Hv#1" */

static int setup_fail(struct vcpu *vcpu, const char *what)
{
	int err = errno;

	vm__fail(vcpu->vm, "vCPU %u: %s: %s", vcpu->index, what, strerror(err));
	return -err;
}

static int setup_sregs(struct vcpu *vcpu)
{
	const struct kvm_segment code = {
		.base = 0, .limit = 0xffffffff, .selector = GUEST_CS,
		.type = 0xb, .present = 1, .dpl = 0, .db = 1, .s = 1, .g = 1,
	};
	struct kvm_segment data = code;
	struct kvm_sregs sregs;

	data.selector = GUEST_DS;
	data.type = 0x3;
	if (ioctl(vcpu->fd, KVM_GET_SREGS, &sregs))
		return setup_fail(vcpu, "KVM_GET_SREGS");
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.cr0 = CR0_PE_ET;
	if (ioctl(vcpu->fd, KVM_SET_SREGS, &sregs))
		return setup_fail(vcpu, "KVM_SET_SREGS");
	return 0;
}

static int setup_regs(struct vcpu *vcpu)
{
	struct kvm_regs regs = {
		.rip = GUEST_PAYLOAD_ADDR,
		.rsp = GUEST_STACK_ADDR + (vcpu->index + 1) * GUEST_STACK_SIZE,
		.rax = vcpu->index,
		.rflags = 0x2,
	};

	if (ioctl(vcpu->fd, KVM_SET_REGS, &regs))
		return setup_fail(vcpu, "KVM_SET_REGS");
	return 0;
}

/* All but the boot vCPU would wait for INIT and SIPI. */
static int setup_mp_state(struct vcpu *vcpu)
{
	struct kvm_mp_state state = { .mp_state = KVM_MP_STATE_RUNNABLE };

	if (vcpu->index && ioctl(vcpu->fd, KVM_SET_MP_STATE, &state))
		return setup_fail(vcpu, "KVM_SET_MP_STATE");
	return 0;
}

int vcpu__setup(struct vcpu *vcpu)
{
	int err = setup_sregs(vcpu);

	if (!err)
		err = setup_regs(vcpu);
	if (!err)
		err = setup_mp_state(vcpu);
	return err;
}

/* What KVM supports, with the leaf that makes the guest a Hyper-V guest. */
static int setup_hyperv_cpuid(struct vcpu *vcpu, struct kvm_cpuid2 *cpuid)
{
	struct kvm_cpuid_entry2 *entry;
	unsigned int i, kept = 0;

	cpuid->nent = MAX_CPUID_ENTRIES - 1;
	if (ioctl(vcpu->vm->kvm_fd, KVM_GET_SUPPORTED_CPUID, cpuid))
		return setup_fail(vcpu, "KVM_GET_SUPPORTED_CPUID");
	for (i = 0; i < cpuid->nent; i++)
		if (cpuid->entries[i].function >> 8 != 0x400000)
			cpuid->entries[kept++] = cpuid->entries[i];
	entry = &cpuid->entries[kept++];
	*entry = (struct kvm_cpuid_entry2){
		.function = HV_CPUID_INTERFACE,
		.eax = HV_INTERFACE_HV1,
	};
	cpuid->nent = kept;
	if (ioctl(vcpu->fd, KVM_SET_CPUID2, cpuid))
		return setup_fail(vcpu, "KVM_SET_CPUID2");
	return 0;
}

/* Hypercalls are off while the guest has not said which system it is. */
static int setup_hyperv_guest_id(struct vcpu *vcpu)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msrs = {
		.head.nmsrs = 1,
		.entry = { .index = HV_X64_MSR_GUEST_OS_ID, .data = 1 },
	};

	if (ioctl(vcpu->fd, KVM_SET_MSRS, &msrs) != 1)
		return setup_fail(vcpu, "KVM_SET_MSRS of the Hyper-V guest's id");
	return 0;
}

int vcpu__setup_hyperv(struct vcpu *vcpu)
{
	struct kvm_cpuid2 *cpuid;
	int err;

	cpuid = calloc(1, sizeof(*cpuid) + MAX_CPUID_ENTRIES * sizeof(cpuid->entries[0]));
	if (!cpuid)
		return setup_fail(vcpu, "memory for its CPUID");
	err = setup_hyperv_cpuid(vcpu, cpuid);
	free(cpuid);
	return err ? err : setup_hyperv_guest_id(vcpu);
}

void vcpu__describe(struct vcpu *vcpu, char *text, size_t size)
{
	struct kvm_regs r;
	struct kvm_sregs s;

	if (ioctl(vcpu->fd, KVM_GET_REGS, &r) || ioctl(vcpu->fd, KVM_GET_SREGS, &s)) {
		snprintf(text, size, "registers not readable");
		return;
	}
	snprintf(text, size,
		 "eip=%llx esp=%llx eflags=%llx eax=%llx ebx=%llx ecx=%llx edx=%llx esi=%llx edi=%llx ebp=%llx cr0=%llx cs=%x",
		 r.rip, r.rsp, r.rflags, r.rax, r.rbx, r.rcx, r.rdx, r.rsi, r.rdi, r.rbp,
		 s.cr0, s.cs.selector);
}
