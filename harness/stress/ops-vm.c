// SPDX-License-Identifier: GPL-2.0-only
/* ops-vm.c - what is done to a VM as a whole and reaches all its vCPUs. */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stress.h"
#include "vmm/vcpu-gone.h"

static int set_clock(struct life *life, struct rand *r)
{
	struct kvm_clock_data clock = { .clock = rand__next(r) >> 24 };

	return ioctl(life->vm_fd, KVM_SET_CLOCK, &clock);
}

/* Comes, goes, is logged or not: each time all vCPUs forget their mappings. */
static int memory_slot(struct life *life, struct rand *r)
{
	struct kvm_userspace_memory_region region = {
		.slot = EXTRA_SLOT,
		.flags = rand__chance(r, 50) ? KVM_MEM_LOG_DIRTY_PAGES : 0,
		.guest_phys_addr = EXTRA_ADDR,
		.memory_size = rand__chance(r, 50) ? 0x10000 : 0,
		.userspace_addr = (uintptr_t)life->mem,
	};

	return ioctl(life->vm_fd, KVM_SET_USER_MEMORY_REGION, &region);
}

static int log_memory(struct life *life, struct rand *r)
{
	struct kvm_userspace_memory_region region = {
		.flags = rand__chance(r, 50) ? KVM_MEM_LOG_DIRTY_PAGES : 0,
		.memory_size = GUEST_MEMORY_SIZE,
		.userspace_addr = (uintptr_t)life->mem,
	};

	return ioctl(life->vm_fd, KVM_SET_USER_MEMORY_REGION, &region);
}

static int dirty_log(struct life *life, struct rand *r)
{
	static _Thread_local uint64_t bitmap[GUEST_MEMORY_SIZE / 4096 / 64];
	struct kvm_dirty_log log = { .slot = rand__below(r, 2), .dirty_bitmap = bitmap };

	if (life->ring)
		return ioctl(life->vm_fd, KVM_RESET_DIRTY_RINGS);
	return ioctl(life->vm_fd, KVM_GET_DIRTY_LOG, &log);
}

/* Pages taken from under the guest: the MMU notifier calls KVM. */
static int take_memory(struct life *life, struct rand *r)
{
	return madvise(life->mem + rand__below(r, 8) * 0x1000 + 0x8000, 0x1000, MADV_DONTNEED);
}

/* A second VM beside this one: without vCPUs, or with some that outlive it. */
static int other_vm(struct life *life, struct rand *r)
{
	int fd = ioctl(life->kvm_fd, KVM_CREATE_VM, 0), vcpu[2] = { -1, -1 };

	if (fd < 0)
		return -errno;
	if (rand__chance(r, 70))
		vm__let_vcpus_go(fd);
	if (rand__chance(r, 30))
		ioctl(fd, KVM_CREATE_IRQCHIP);
	if (rand__chance(r, 60))
		vcpu[0] = ioctl(fd, KVM_CREATE_VCPU, rand__below(r, 4));
	if (rand__chance(r, 60))
		vcpu[1] = ioctl(fd, KVM_CREATE_VCPU, rand__below(r, 4));
	close(fd);
	if (vcpu[0] >= 0)
		close(vcpu[0]);
	if (vcpu[1] >= 0)
		close(vcpu[1]);
	return 0;
}

static int tsc_khz(struct life *life, struct rand *r)
{
	return ioctl(life->vm_fd, KVM_SET_TSC_KHZ, 1000000 + rand__below(r, 1000000));
}

/* Rarely: from then on the vCPUs are all that holds the VM. */
static int close_vm(struct life *life, struct rand *r)
{
	int fd;

	if (!rand__chance(r, 5))
		return -EAGAIN;
	life__end_late(life);
	fd = atomic_exchange(&life->vm_fd, -1);
	return fd < 0 ? -EBADF : close(fd);
}

static const struct op ops[] STRESS_OPS = {
	{ "set-clock", 8, set_clock },
	{ "memory-slot", 3, memory_slot },
	{ "log-memory", 1, log_memory },
	{ "dirty-log", 3, dirty_log },
	{ "take-memory", 4, take_memory },
	{ "other-vm", 4, other_vm },
	{ "tsc-khz", 1, tsc_khz },
	{ "vm-close", 1, close_vm },
};
