/* SPDX-License-Identifier: GPL-2.0-only */
/* arch.h - what the folder of an architecture, such as x86/, defines. */
#ifndef VMM_ARCH_H
#define VMM_ARCH_H

#include <stddef.h>

#include "vmm.h"

/** vm__setup_irqchip() - the in-kernel interrupt controllers, before any vCPU */
int vm__setup_irqchip(struct vm *vm);

/** vcpu__setup() - the state before the first KVM_RUN, as guests/abi.h promises it */
int vcpu__setup(struct vcpu *vcpu);

/** vcpu__setup_hyperv() - make the guest one of Hyper-V, for its hypercalls */
int vcpu__setup_hyperv(struct vcpu *vcpu);

/** vm__has_x2apic() - does this KVM offer x2APIC to guests? */
bool vm__has_x2apic(int kvm_fd);

/** vcpu__setup_x2apic() - the CPUID that KVM supports, and x2APIC mode */
int vcpu__setup_x2apic(struct vcpu *vcpu);

/** vm__use_long_ids() - APIC ids have 32 bits, as those above GUEST_XAPIC_VCPUS need */
int vm__use_long_ids(struct vm *vm);

/** vcpu__describe() - registers in one line, for the message of a failure */
void vcpu__describe(struct vcpu *vcpu, char *text, size_t size);

#endif
