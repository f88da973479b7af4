// SPDX-License-Identifier: GPL-2.0-only
/* vcpu.c - CPUID of a guest's CPU; 64-bit mode for the first, which boots the others. */
#include <errno.h>
#include <linux/kvm.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "guest.h"

#define MAX_CPUID	256
#define KVM_FEATURES	0x40000001	/* Documentation/virt/kvm/x86/cpuid.rst */
#define KVM_CLOCKS	0x01000009u	/* of them: both clocks, and that they are stable */
#define TSC_DEADLINE	(1u << 24)	/* both in CPUID 1, ECX, are the VMM's to offer */
#define HYPERVISOR	(1u << 31)
#define EFER_LONG	0x500		/* enabled and active */
#define CR0_PAGED	0x80050033
#define CR4_PAE		0x20

static int fail(struct why *why, unsigned int index, const char *what)
{
	return why__set(why, errno, "vCPU %u: %s: %s", index, what, strerror(errno));
}

static void adapt(struct kvm_cpuid_entry2 *entry, const struct linux_guest *guest, unsigned int id)
{
	switch (entry->function) {
	case 1:
		entry->ebx = (entry->ebx & 0x00ffffff) | id << 24;
		entry->ecx |= TSC_DEADLINE | HYPERVISOR;
		break;
	case 0xb:
	case 0x1f:
		entry->edx = id;
		break;
	case 0x8000001e:
		entry->eax = id;
		entry->ebx = id;
		entry->ecx = 0;
		break;
	case KVM_FEATURES:
		if (!guest->paravirtual)
			entry->eax &= KVM_CLOCKS;
		break;
	}
}

static int set_cpuid(struct linux_guest *guest, unsigned int index, struct why *why)
{
	struct kvm_cpuid2 *cpuid = calloc(1, sizeof(*cpuid) + MAX_CPUID * sizeof(cpuid->entries[0]));
	unsigned int i;
	int err = 0;

	if (!cpuid)
		return fail(why, index, "memory");
	cpuid->nent = MAX_CPUID;
	if (ioctl(guest->kvm_fd, KVM_GET_SUPPORTED_CPUID, cpuid))
		err = fail(why, index, "KVM_GET_SUPPORTED_CPUID");
	for (i = 0; !err && i < cpuid->nent; i++)
		adapt(&cpuid->entries[i], guest, index);
	if (!err && ioctl(guest->vcpu_fds[index], KVM_SET_CPUID2, cpuid))
		err = fail(why, index, "KVM_SET_CPUID2");
	free(cpuid);
	return err;
}

static int set_registers(struct linux_guest *guest, struct why *why)
{
	const struct kvm_segment code = { .limit = 0xffffffff, .selector = 0x10, .type = 0xb,
		.present = 1, .s = 1, .l = 1, .g = 1 };
	const struct kvm_segment data = { .limit = 0xffffffff, .selector = 0x18, .type = 0x3,
		.present = 1, .s = 1, .db = 1, .g = 1 };
	const struct kvm_regs regs = { .rip = guest->entry, .rsi = LINUX_GUEST_PARAMS, .rflags = 2 };
	struct kvm_sregs sregs;
	int fd = guest->vcpu_fds[0];

	if (ioctl(fd, KVM_GET_SREGS, &sregs))
		return fail(why, 0, "KVM_GET_SREGS");
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.gdt = (struct kvm_dtable){ .base = LINUX_GUEST_GDT, .limit = 0x1f };
	sregs.cr0 = CR0_PAGED;
	sregs.cr3 = LINUX_GUEST_TABLES;
	sregs.cr4 = CR4_PAE;
	sregs.efer |= EFER_LONG;
	if (ioctl(fd, KVM_SET_SREGS, &sregs))
		return fail(why, 0, "KVM_SET_SREGS");
	return ioctl(fd, KVM_SET_REGS, &regs) ? fail(why, 0, "KVM_SET_REGS") : 0;
}

int linux_guest__setup_vcpu(struct linux_guest *guest, unsigned int index, struct why *why)
{
	int fd = ioctl(guest->fd, KVM_CREATE_VCPU, index);

	if (fd < 0)
		return fail(why, index, "KVM_CREATE_VCPU");
	guest->vcpu_fds[index] = fd;
	guest->runs[index] = mmap(NULL, guest->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (guest->runs[index] == MAP_FAILED)
		return fail(why, index, "mmap");
	if (set_cpuid(guest, index, why))
		return -EIO;
	return index ? 0 : set_registers(guest, why);
}
