// SPDX-License-Identifier: GPL-2.0-only
/*
 * keys.c - VMs and vCPUs that stay as long as the tests run, so that the kernel does not
 * patch its code each time that a test's first or last one comes or goes.
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "keys.h"

#define APIC_BASE_ENABLE	(1ul << 11)

/* A vCPU that stays; with its LAPIC disabled by the APIC base, if it has one and is to. */
static void hold_vcpu(int vm, unsigned long id, bool disabled)
{
	struct kvm_sregs sregs;
	int vcpu = ioctl(vm, KVM_CREATE_VCPU, id);

	if (vcpu < 0)
		perror("no vCPU");
	if (vcpu < 0 || !disabled || ioctl(vcpu, KVM_GET_SREGS, &sregs))
		return;
	sregs.apic_base &= ~APIC_BASE_ENABLE;
	if (ioctl(vcpu, KVM_SET_SREGS, &sregs))
		perror("a LAPIC stays enabled");
}

/**
 * keys__hold() - keep the static keys on that VMs and vCPUs turn on
 *
 * The first VM turns preempt_notifier_key on and the last one turns it off, and each
 * time the kernel patches its scheduler. QEMU 7.2 with thread=multi may go on with the
 * breakpoint that stands there meanwhile, though it has been taken away: all CPUs then
 * are in the breakpoint's handler for ever. One VM that stays keeps the key on; vCPUs
 * that stay do that for KVM's own keys: one with its LAPIC disabled by software, as all
 * begin, one by the APIC base, one without a LAPIC.
 */
void keys__hold(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), vm, bare;

	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	bare = ioctl(kvm, KVM_CREATE_VM, 0);
	if (vm < 0 || bare < 0 || ioctl(vm, KVM_CREATE_IRQCHIP, 0)) {
		perror("no VM");
		return;
	}
	hold_vcpu(vm, 0, false);
	hold_vcpu(vm, 1, true);
	hold_vcpu(bare, 0, false);
}
