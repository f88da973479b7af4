/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nested.h - a vCPU in nested guest mode, on SVM: what KVM_SET_NESTED_STATE takes. The
 * nested guest goes on with the vCPU's registers as they are.
 */
#ifndef VMM_X86_NESTED_H
#define VMM_X86_NESTED_H

#include <linux/kvm.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NESTED_EFER_SVME	(1ull << 12)	/* must be set in kvm_sregs.efer before */
#define NESTED_VMCB_SIZE	4096

/* Of a VMCB: AMD64 Architecture Programmer's Manual, volume 2, appendix B. */
#define NESTED_VMCB_INTERCEPTS	0x00c		/* 64 bits, vector 3 and 4 */
#define NESTED_VMCB_ASID	0x058
#define NESTED_VMCB_EFER	0x4d0
#define NESTED_VMCB_CR0		0x558
#define NESTED_VMCB_DR7		0x560
#define NESTED_VMCB_DR6		0x568
#define NESTED_VMCB_RFLAGS	0x570

#define NESTED_INTERCEPT_INTR	(1ull << 0)
#define NESTED_INTERCEPT_NMI	(1ull << 1)
#define NESTED_INTERCEPT_HLT	(1ull << 24)
#define NESTED_INTERCEPT_VMRUN	(1ull << 32)	/* must be set */
#define NESTED_INTERCEPT_VMMCALL	(1ull << 33)

static inline void nested__set(struct kvm_nested_state *state, unsigned int offset, uint64_t value)
{
	memcpy(state->data.svm->vmcb12 + offset, &value, sizeof(value));
}

/**
 * nested__guest_mode() - nested guest mode with the smallest VMCB that KVM accepts
 * @vmcb:	guest-physical address of the VMCB, written to on a nested VM-exit
 *
 * Return: for KVM_SET_NESTED_STATE, the caller frees it; NULL: out of memory.
 */
static inline struct kvm_nested_state *nested__guest_mode(uint64_t vmcb)
{
	const size_t size = sizeof(struct kvm_nested_state) + NESTED_VMCB_SIZE;
	struct kvm_nested_state *state = calloc(1, size);

	if (!state)
		return NULL;
	state->format = KVM_STATE_NESTED_FORMAT_SVM;
	state->flags = KVM_STATE_NESTED_GUEST_MODE | KVM_STATE_NESTED_GIF_SET;
	state->size = size;
	state->hdr.svm.vmcb_pa = vmcb;
	nested__set(state, NESTED_VMCB_INTERCEPTS, NESTED_INTERCEPT_VMRUN);
	nested__set(state, NESTED_VMCB_ASID, 1);
	nested__set(state, NESTED_VMCB_EFER, NESTED_EFER_SVME);
	nested__set(state, NESTED_VMCB_CR0, 0x80000011);
	nested__set(state, NESTED_VMCB_DR7, 0x400);
	nested__set(state, NESTED_VMCB_DR6, 0xffff0ff0);
	nested__set(state, NESTED_VMCB_RFLAGS, 2);
	return state;
}

#endif
