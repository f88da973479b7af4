/* SPDX-License-Identifier: GPL-2.0-only */
/* vcpu-gone.h - ask KVM to destroy vCPUs when they are closed. */
#ifndef VMM_VCPU_GONE_H
#define VMM_VCPU_GONE_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <sys/ioctl.h>

/*
 * Of the series kernels/patched, which no uapi header has: a number that is
 * far from those in use, until it gets one.
 */
#ifndef KVM_CAP_VCPU_DESTROY_ON_CLOSE
#define KVM_CAP_VCPU_DESTROY_ON_CLOSE	1000
#endif

/**
 * vm__let_vcpus_go() - have the vCPUs of a VM destroyed when they are closed
 * @vm_fd:	a VM that has no vCPU yet
 *
 * Return: whether they will be; a kernel that cannot do it keeps them until the
 * VM is destroyed.
 */
static inline bool vm__let_vcpus_go(int vm_fd)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_VCPU_DESTROY_ON_CLOSE };

	return ioctl(vm_fd, KVM_CHECK_EXTENSION, KVM_CAP_VCPU_DESTROY_ON_CLOSE) > 0 &&
	       !ioctl(vm_fd, KVM_ENABLE_CAP, &cap);
}

#endif
