// SPDX-License-Identifier: GPL-2.0-only
/* vm.c - what an x86 VM needs before its first vCPU. */
#include <stdint.h>
#include <sys/ioctl.h>

#include "vmm/arch.h"

/*
 * Three pages below the BIOS that VMX without unrestricted guest uses for the
 * task state segment, and one for the identity map: outside the guest's memory.
 */
#define TSS_ADDR		0xfffbd000
#define IDENTITY_MAP_ADDR	0xfffbc000ull

int vm__setup_irqchip(struct vm *vm)
{
	uint64_t identity = IDENTITY_MAP_ADDR;

	if (ioctl(vm->fd, KVM_SET_IDENTITY_MAP_ADDR, &identity))
		return vm__fail_errno(vm, "KVM_SET_IDENTITY_MAP_ADDR");
	if (ioctl(vm->fd, KVM_SET_TSS_ADDR, TSS_ADDR))
		return vm__fail_errno(vm, "KVM_SET_TSS_ADDR");
	if (ioctl(vm->fd, KVM_CREATE_IRQCHIP, 0))
		return vm__fail_errno(vm, "KVM_CREATE_IRQCHIP");
	return 0;
}
