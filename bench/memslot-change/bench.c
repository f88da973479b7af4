// SPDX-License-Identifier: GPL-2.0-only
/*
 * MemslotChange - add a memory slot to a VM that has K and N vCPUs, and delete it.
 * KVM waits for a grace period each time, so all tasks' instructions are counted.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "vmm/vm.h"

#define MANY		64
#define SLOT_SIZE	4096
#define FIRST		0x10000000ull	/* far from what the guest has */

/* All slots are of the same memory: what they hold does not matter. */
static int set_slot(const struct vm *vm, unsigned int slot, unsigned int size)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.guest_phys_addr = FIRST + 2ull * slot * SLOT_SIZE,
		.memory_size = size,
		.userspace_addr = (uintptr_t)vm->mem,
	};

	return ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region) ? -errno : 0;
}

static int add_and_delete(struct vm *vm, unsigned int nr_vcpus)
{
	int err = set_slot(vm, MANY, SLOT_SIZE);

	(void)nr_vcpus;
	return err ? err : set_slot(vm, MANY, 0);
}

/* Slot 0 is there. */
static int add_many(struct vm *vm, unsigned int nr_vcpus)
{
	unsigned int slot;
	int err = 0;

	(void)nr_vcpus;
	for (slot = 1; slot < MANY && !err; slot++)
		err = set_slot(vm, slot, SLOT_SIZE);
	return err;
}

#define MEMSLOT(symbol, the_slots, ...)				\
	static BENCH(symbol) = {				\
		.name = "MemslotChange/slots=" the_slots,	\
		.path = "kvm_set_memslot",			\
		.question = "What do adding and deleting a memory slot cost a VM of N vCPUs?", \
		.who = "a guest that moves a PCI BAR; memory hotplug; each boot some dozen (kvm_region_commit() in QEMU's accel/kvm/kvm-all.c)", \
		.set = "walks",					\
		.clock = BENCH_CLOCK_TASKS,			\
		.others = BENCH_OTHERS_NEVER_RUN,		\
		.large = 1,					\
		.ops = 4,					\
		.batches = 6,					\
		.warmup = 2,					\
		.vmm_op = add_and_delete,			\
		__VA_ARGS__					\
	}

MEMSLOT(one, "1", .vmm_setup = NULL);
MEMSLOT(many, "64", .vmm_setup = add_many);
