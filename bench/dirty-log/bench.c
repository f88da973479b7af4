// SPDX-License-Identifier: GPL-2.0-only
/*
 * DirtyLog - collect which pages of a VM have been written to. If there are any, KVM
 * protects them again and flushes the TLBs of all vCPUs: kvm_flush_remote_tlbs(). It does
 * so when it is asked for the log, or later, when the VMM clears the log page by page
 * (KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2).
 *
 * To make a page dirty without a vCPU that runs, KVM is asked to write the wall clock
 * there. So no page table is there whose entries would be protected.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "vmm/vm.h"

#define PAGE			4096
#define PAGES			(GUEST_MEMORY_SIZE / PAGE)
#define BITS			64
#define DIRTY_PAGE		0x30
#define MANY			256
#define MSR_KVM_WALL_CLOCK_NEW	0x4b564d00	/* Documentation/virt/kvm/x86/msr.rst */

static uint64_t bitmap[GUEST_MEMORY_LARGE / PAGE / BITS];

static int get_log(const struct vm *vm)
{
	struct kvm_dirty_log log = { .slot = 0, .dirty_bitmap = bitmap };

	return ioctl(vm->fd, KVM_GET_DIRTY_LOG, &log) ? -errno : 0;
}

static int collect(const struct vm *vm, unsigned int first)
{
	const uint64_t expected = first ? 1ull << DIRTY_PAGE % BITS : 0;
	int err = get_log(vm);

	if (err)
		return err;
	return bitmap[DIRTY_PAGE / BITS] == expected ? 0 : -EPROTO;
}

static int make_dirty(const struct vm *vm, unsigned int page)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msr = {
		.head.nmsrs = 1,
		.entry = { .index = MSR_KVM_WALL_CLOCK_NEW, .data = page * PAGE },
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

static int disable(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return set_flags(vm, 0);
}

static int enable_manual(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2,
		.args = { KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE },
	};

	return ioctl(vm->fd, KVM_ENABLE_CAP, &cap) ? -errno : enable(vm, nr_vcpus);
}

static int get_clean(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return collect(vm, 0);
}

static int get_dirty(struct vm *vm, unsigned int nr_vcpus)
{
	int err = make_dirty(vm, DIRTY_PAGE);

	(void)nr_vcpus;
	return err ? err : collect(vm, 1);
}

static int toggle(struct vm *vm, unsigned int nr_vcpus)
{
	int err = enable(vm, nr_vcpus);

	return err ? err : set_flags(vm, 0);
}

static unsigned int count_dirty(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < PAGES / BITS; i++)
		n += __builtin_popcountll(bitmap[i]);
	return n;
}

/* Pages 1 to @pages become dirty, and the VMM knows it: address 0 would be no clock. */
static int make_known(struct vm *vm, unsigned int pages)
{
	unsigned int page;
	int err = 0;

	for (page = 1; page <= pages && !err; page++)
		err = make_dirty(vm, page);
	if (!err)
		err = get_log(vm);
	return err ? err : count_dirty() == pages ? 0 : -EPROTO;
}

static int make_one(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return make_known(vm, 1);
}

static int make_many(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return make_known(vm, MANY);
}

static int clear(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_clear_dirty_log log = { .num_pages = PAGES, .dirty_bitmap = bitmap };

	(void)nr_vcpus;
	return ioctl(vm->fd, KVM_CLEAR_DIRTY_LOG, &log) ? -errno : 0;
}

static int is_clear(struct vm *vm, unsigned int nr_vcpus)
{
	int err = get_log(vm);

	(void)nr_vcpus;
	return err ? err : count_dirty() ? -EPROTO : 0;
}

#define DIRTY_LOG(symbol, the_name, ...)			\
	static BENCH(symbol) = {				\
		.name = "DirtyLog/" the_name,			\
		.set = "walks",					\
		.others = BENCH_OTHERS_NEVER_RUN,		\
		.large = 1,					\
		__VA_ARGS__					\
	}
#define EACH_ROUND	.clock = BENCH_CLOCK_VMM, .batches = 12, .warmup = 2, \
			.who = "each round of a live migration, every slot (kvm_log_sync() in QEMU's accel/kvm/kvm-all.c)"
#define GET		EACH_ROUND, .ops = 4, .vmm_setup = enable
#define CLEAR		EACH_ROUND, .ops = 1, .vmm_setup = enable_manual, .vmm_op = clear, .vmm_after = is_clear, \
			.path = "kvm_flush_remote_tlbs",	\
			.question = "What does clearing M pages of the dirty log cost, and flushing all TLBs?"
#define TASKS		.path = "kvm_set_memslot", .clock = BENCH_CLOCK_TASKS, .batches = 6, .warmup = 2, \
			.who = "each live migration, and each change of a guest's VGA mode (kvm_log_start() in QEMU's accel/kvm/kvm-all.c)"

DIRTY_LOG(clean, "op=get/pages=0", GET,
	  .path = "kvm_arch_sync_dirty_log",
	  .question = "What does collecting the dirty log cost, if no page is dirty?",
	  .vmm_op = get_clean);
DIRTY_LOG(dirty, "op=get/pages=1", GET,
	  .path = "kvm_flush_remote_tlbs",
	  .question = "What does collecting the dirty log cost, if that flushes all TLBs?",
	  .vmm_op = get_dirty);
DIRTY_LOG(clear_one, "op=clear/pages=1", CLEAR, .vmm_before = make_one);
DIRTY_LOG(clear_many, "op=clear/pages=256", CLEAR, .vmm_before = make_many);
DIRTY_LOG(enabled, "op=enable", TASKS,
	  .question = "What does beginning to log dirty pages cost?",
	  .ops = 1,
	  .vmm_op = enable, .vmm_after = disable);
DIRTY_LOG(toggled, "op=toggle", TASKS,
	  .question = "What do beginning and ending to log dirty pages cost?",
	  .ops = 4,
	  .vmm_op = toggle);
