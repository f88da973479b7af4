// SPDX-License-Identifier: GPL-2.0-only
/*
 * setup.c - a vCPU's state before its first KVM_RUN: 32-bit protected
 * mode, flat segments, no paging, as guests/abi.h promises.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "state.h"
#include "vmm/arch.h"

static int setup_sregs(struct vcpu *vcpu)
{
	struct kvm_sregs sregs;

	if (ioctl(vcpu->fd, KVM_GET_SREGS, &sregs))
		return vcpu__fail_errno(vcpu, "KVM_GET_SREGS");
	vcpu_state__sregs(&sregs);
	if (ioctl(vcpu->fd, KVM_SET_SREGS, &sregs))
		return vcpu__fail_errno(vcpu, "KVM_SET_SREGS");
	return 0;
}

static int setup_regs(struct vcpu *vcpu)
{
	const struct kvm_regs regs = vcpu_state__regs(vcpu->index);

	if (ioctl(vcpu->fd, KVM_SET_REGS, &regs))
		return vcpu__fail_errno(vcpu, "KVM_SET_REGS");
	return 0;
}

/* All but the boot vCPU would wait for INIT and SIPI. One that is halted blocks. */
static int setup_mp_state(struct vcpu *vcpu)
{
	bool asleep = vcpu->vm->asleep && vcpu->index > vcpu->vm->awake;
	struct kvm_mp_state state = {
		.mp_state = asleep ? KVM_MP_STATE_HALTED : KVM_MP_STATE_RUNNABLE,
	};

	if (vcpu->index && ioctl(vcpu->fd, KVM_SET_MP_STATE, &state))
		return vcpu__fail_errno(vcpu, "KVM_SET_MP_STATE");
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

int vcpu__setup_hyperv(struct vcpu *vcpu)
{
	struct kvm_cpuid2 *cpuid = vcpu_state__hyperv_cpuid(vcpu->vm->kvm_fd);
	const struct vcpu_state_msr id = vcpu_state__hyperv_id();
	int err;

	if (!cpuid)
		return vcpu__fail_errno(vcpu, "KVM_GET_SUPPORTED_CPUID");
	err = ioctl(vcpu->fd, KVM_SET_CPUID2, cpuid) ? vcpu__fail_errno(vcpu, "KVM_SET_CPUID2") : 0;
	free(cpuid);
	if (!err && ioctl(vcpu->fd, KVM_SET_MSRS, &id) != 1)
		err = vcpu__fail_errno(vcpu, "KVM_SET_MSRS of the Hyper-V guest's id");
	return err;
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
