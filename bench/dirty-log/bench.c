// SPDX-License-Identifier: GPL-2.0-only
/*
 * DirtyLog - collect which pages of a VM have been written to. If there are any, KVM
 * protects them again and flushes the TLBs of all vCPUs: kvm_flush_remote_tlbs(). To
 * make a page dirty without a vCPU that runs, KVM is asked to write the wall clock
 * there.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "vmm/vm.h"

#define PAGE			4096
#define DIRTY_PAGE		0x30	/* neither payload nor stacks */
#define BITS			64
#define MSR_KVM_WALL_CLOCK_NEW	0x4b564d00	/* Documentation/virt/kvm/x86/msr.rst */

static uint64_t bitmap[GUEST_MEMORY_LARGE / PAGE / BITS];

static int collect(const struct vm *vm, unsigned int first)
{
	struct kvm_dirty_log log = { .slot = 0, .dirty_bitmap = bitmap };
	const uint64_t expected = first ? 1ull << DIRTY_PAGE % BITS : 0;

	if (ioctl(vm->fd, KVM_GET_DIRTY_LOG, &log))
		return -errno;
	return bitmap[DIRTY_PAGE / BITS] == expected ? 0 : -EPROTO;
}

static int make_dirty(const struct vm *vm)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msr = {
		.head.nmsrs = 1,
		.entry = { .index = MSR_KVM_WALL_CLOCK_NEW, .data = DIRTY_PAGE * PAGE },
	};

	return ioctl(vm->vcpus[0].fd, KVM_SET_MSRS, &msr) == 1 ? 0 : -EIO;
}

static int set_flags(const struct vm *vm, unsigned int flags)
{
	struct kvm_userspace_memory_region region = {
		.slot = 0,
		.flags = flags,
		.memory_size = vm->mem_size,
		.userspace_addr = (uintptr_t)vm->mem,
	};

	return ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region) ? -errno : 0;
}

static int enable(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return set_flags(vm, KVM_MEM_LOG_DIRTY_PAGES);
}

static int get_clean(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return collect(vm, 0);
}

static int get_dirty(struct vm *vm, unsigned int nr_vcpus)
{
	int err = make_dirty(vm);

	(void)nr_vcpus;
	return err ? err : collect(vm, 1);
}

static int toggle(struct vm *vm, unsigned int nr_vcpus)
{
	int err = enable(vm, nr_vcpus);

	return err ? err : set_flags(vm, 0);
}

#define DIRTY_LOG(symbol, the_name, ...)			\
	static BENCH(symbol) = {				\
		.name = "DirtyLog/" the_name,			\
		.set = "walks",					\
		.others = BENCH_OTHERS_NEVER_RUN,		\
		.large = 1,					\
		__VA_ARGS__					\
	}
#define GET	.clock = BENCH_CLOCK_VMM, .ops = 4, .batches = 12, .warmup = 2, .vmm_setup = enable, \
		.who = "each round of a live migration, every slot (kvm_log_sync() in QEMU's accel/kvm/kvm-all.c)"

DIRTY_LOG(clean, "op=get/pages=0", GET,
	  .path = "kvm_arch_sync_dirty_log",
	  .question = "What does collecting the dirty log cost, if no page is dirty?",
	  .vmm_op = get_clean);
DIRTY_LOG(dirty, "op=get/pages=1", GET,
	  .path = "kvm_flush_remote_tlbs",
	  .question = "What does collecting the dirty log cost, if that flushes all TLBs?",
	  .vmm_op = get_dirty);
DIRTY_LOG(toggled, "op=toggle",
	  .path = "kvm_set_memslot",
	  .question = "What do beginning and ending to log dirty pages cost?",
	  .who = "each live migration, and each change of a guest's VGA mode (kvm_log_start() in QEMU's accel/kvm/kvm-all.c)",
	  .clock = BENCH_CLOCK_TASKS, .ops = 4, .batches = 6, .warmup = 2,
	  .vmm_op = toggle);
