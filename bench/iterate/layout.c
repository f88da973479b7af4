// SPDX-License-Identifier: GPL-2.0-only
/*
 * layout.c - where the fields of a vCPU lie, told by the compiler that builds KVM.
 *
 * Compiled to assembly by kbuild against the sources of the kernel under test;
 * kbuild turns the output into layout.h, as it does for KVM's own assembly.
 */
#define COMPILE_OFFSETS

#include <linux/kbuild.h>
#include "vmx/vmx.h"
#include "svm/svm.h"
#include "lapic.h"

static void __used layout(void)
{
	DEFINE(LAYOUT_VCPU_SIZE, sizeof(struct kvm_vcpu));
	DEFINE(LAYOUT_VMX_SIZE, sizeof(struct vcpu_vmx));
	DEFINE(LAYOUT_SVM_SIZE, sizeof(struct vcpu_svm));
	DEFINE(LAYOUT_SVM_ALIGN, __alignof__(struct vcpu_svm));
	DEFINE(LAYOUT_APIC_SIZE, sizeof(struct kvm_lapic));
	BLANK();
	OFFSET(LAYOUT_KVM, kvm_vcpu, kvm);
#ifdef VCPU_HAS_LIST
	OFFSET(LAYOUT_LIST, kvm_vcpu, list);
#else
	/* Where kernels/patched puts it: behind the first pointer. */
	DEFINE(LAYOUT_LIST, sizeof(struct kvm *));
#endif
	OFFSET(LAYOUT_CPU, kvm_vcpu, cpu);
	OFFSET(LAYOUT_MODE, kvm_vcpu, mode);
	OFFSET(LAYOUT_REQUESTS, kvm_vcpu, requests);
	OFFSET(LAYOUT_READY, kvm_vcpu, ready);
	OFFSET(LAYOUT_APIC, kvm_vcpu, arch.apic);
	BLANK();
	OFFSET(LAYOUT_APIC_VCPU, kvm_lapic, vcpu);
	OFFSET(LAYOUT_APIC_SW_ENABLED, kvm_lapic, sw_enabled);
}
