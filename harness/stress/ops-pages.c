// SPDX-License-Identifier: GPL-2.0-only
/*
 * ops-pages.c - guest memory that userfaultfd serves, late, or not before the VM's end begins.
 * Guests read it, see guest.c, and KVM writes to it on their behalf. A vCPU may be
 * closed while a worker of KVM's waits for a page of it.
 */
#include <errno.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "stress.h"
#include "vmm/x86/state.h"

#define MSR_KVM_SYSTEM_TIME_NEW	0x4b564d01	/* Documentation/virt/kvm/x86/msr.rst */
#define MSR_KVM_STEAL_TIME	0x4b564d03
#define MSR_KVM_PV_EOI_EN	0x4b564d04

void life__create_late(struct life *life)
{
	struct kvm_userspace_memory_region region = {
		.slot = LATE_SLOT, .guest_phys_addr = LATE_ADDR,
	};

	if (userfault__create(&life->late, LATE_PAGES))
		return;
	region.memory_size = life->late.size;
	region.userspace_addr = (uintptr_t)life->late.pages;
	life->has_late = !ioctl(life->vm_fd, KVM_SET_USER_MEMORY_REGION, &region);
}

void life__end_late(struct life *life)
{
	struct uffdio_range all = {
		.start = (unsigned long)life->late.pages, .len = life->late.size,
	};

	if (life->has_late)
		ioctl(life->late.fd, UFFDIO_UNREGISTER, &all);
}

static char *random_page(struct life *life, struct rand *r)
{
	return life->late.pages + rand__below(r, LATE_PAGES) * USERFAULT_PAGE;
}

static int serve(struct life *life, struct rand *r)
{
	char *page = life->has_late && !life->never ? userfault__take_event(&life->late) : NULL;

	if (!page)
		return -EAGAIN;
	if (rand__chance(r, 50))
		pause_us(rand__below(r, 20000));
	return userfault__resolve(&life->late, page);
}

/* Missing again. */
static int take(struct life *life, struct rand *r)
{
	return life->has_late ? madvise(random_page(life, r), USERFAULT_PAGE, MADV_DONTNEED) : -1;
}

/* Until the page is served, or this thread gets a signal. */
static int write_by_kvm(struct life *life, struct rand *r)
{
	static const unsigned int msrs[] = {
		MSR_KVM_SYSTEM_TIME_NEW, MSR_KVM_STEAL_TIME, MSR_KVM_PV_EOI_EN,
	};
	struct vcpu_state_msr msr;

	if (!life->has_late)
		return -1;
	msr = vcpu_state__msr(msrs[rand__below(r, 3)],
			      (LATE_ADDR + rand__below(r, LATE_PAGES) * USERFAULT_PAGE) | 1);
	return ioctl(life__vcpu(life, r), KVM_SET_MSRS, &msr) == 1 ? 0 : -1;
}

static const struct op ops[] STRESS_OPS = {
	{ "page-serve", 12, serve },
	{ "page-take", 3, take },
	{ "page-msr", 3, write_by_kvm },
};
