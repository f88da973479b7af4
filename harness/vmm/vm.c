// SPDX-License-Identifier: GPL-2.0-only
/* vm.c - the life of a VM: create, start together, wait, destroy. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "arch.h"
#include "vcpu-gone.h"
#include "vm.h"

static int setup_memory(struct vm *vm)
{
	struct kvm_userspace_memory_region region = {
		.slot = 0,
		.guest_phys_addr = 0,
		.memory_size = vm->mem_size,
	};

	vm->mem = mmap(NULL, vm->mem_size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (vm->mem == MAP_FAILED) {
		vm->mem = NULL;
		return vm__fail_errno(vm, "guest memory");
	}
	vm->shared = (void *)(vm->mem + GUEST_SHARED_ADDR);
	region.userspace_addr = (uintptr_t)vm->mem;
	if (ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region))
		return vm__fail_errno(vm, "KVM_SET_USER_MEMORY_REGION");
	return 0;
}

/*
 * In a large VM each vCPU enters x2APIC mode before the next one is created: KVM then
 * builds its map of those that there are again, and of all would take twice as long.
 */
static int create_vcpus(struct vm *vm, unsigned int nr_vcpus)
{
	bool large = nr_vcpus > GUEST_XAPIC_VCPUS;
	int err = large ? vm__use_long_ids(vm) : 0;

	if (err)
		return err;

	vm->run_size = ioctl(vm->kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	vm->vcpus = calloc(nr_vcpus, sizeof(*vm->vcpus));
	if (!vm->vcpus)
		return vm__fail_errno(vm, "memory for the vCPUs");
	while (vm->nr_vcpus < nr_vcpus) {
		struct vcpu *vcpu = &vm->vcpus[vm->nr_vcpus++];

		err = vcpu__create(vcpu, vm, vm->nr_vcpus - 1);
		if (!err && large)
			err = vcpu__setup_x2apic(vcpu);
		if (err)
			return err;
	}
	return 0;
}

/* The ids of xAPIC end at 254: 255 is all. */
static bool wants_x2apic(const struct vm *vm, const struct bench *bench)
{
	return bench->needs & BENCH_NEEDS_X2APIC || vm->nr_vcpus > GUEST_XAPIC_VCPUS;
}

static void load_payload(struct vm *vm, const struct bench *bench)
{
	if (!bench->payload)
		return;
	memcpy(vm->mem + GUEST_PAYLOAD_ADDR, bench->payload, bench->payload_end - bench->payload);
	vm->shared->nr_vcpus = vm->nr_vcpus;
	vm->shared->variant = bench->variant;
	vm->shared->vmm_operates = !!bench->vmm_op;
	vm->shared->x2apic = wants_x2apic(vm, bench);
}

static void init_lock(struct vm *vm)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&vm->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&vm->changed, &attr);
	pthread_condattr_destroy(&attr);
}

int vm__create(struct vm *vm, int kvm_fd, unsigned int nr_vcpus, const struct bench *bench)
{
	unsigned int i;
	int err;

	*vm = (struct vm){
		.kvm_fd = kvm_fd,
		.mem_size = nr_vcpus > GUEST_XAPIC_VCPUS ? GUEST_MEMORY_LARGE : GUEST_MEMORY_SIZE,
	};
	init_lock(vm);
	vm->fd = ioctl(kvm_fd, KVM_CREATE_VM, 0);
	if (vm->fd < 0)
		return vm__fail_errno(vm, "KVM_CREATE_VM");
	vm__let_vcpus_go(vm->fd);
	err = vm__setup_irqchip(vm);
	if (!err)
		err = setup_memory(vm);
	if (!err)
		err = create_vcpus(vm, nr_vcpus);
	if (err)
		return err;
	vm->asleep = bench->asleep;
	vm->awake = bench->evidence.takers;
	load_payload(vm, bench);
	if (bench->needs & BENCH_NEEDS_X2APIC && nr_vcpus <= GUEST_XAPIC_VCPUS)
		for (i = 0; i < nr_vcpus && !err; i++)
			err = vcpu__setup_x2apic(&vm->vcpus[i]);
	/* Its CPUID comes last: it has x2APIC as well. */
	if (!err && bench->needs & BENCH_NEEDS_HYPERV)
		err = vcpu__setup_hyperv(&vm->vcpus[0]);
	return err;
}

static void deadline_after(struct timespec *ts, unsigned int ms)
{
	clock_gettime(CLOCK_MONOTONIC, ts);
	ts->tv_sec += ms / 1000;
	ts->tv_nsec += ms % 1000 * 1000000l;
	if (ts->tv_nsec >= 1000000000l) {
		ts->tv_nsec -= 1000000000l;
		ts->tv_sec++;
	}
}

/* Wait under the lock for all vCPUs to be set up. */
static int wait_set_up(struct vm *vm, const struct timespec *deadline)
{
	while (!vm->done && vm->nr_set_up < vm->nr_vcpus)
		if (pthread_cond_timedwait(&vm->changed, &vm->lock, deadline))
			return -ETIMEDOUT;
	return vm->done ? -EIO : 0;
}

static unsigned int count_ready(struct vm *vm)
{
	unsigned int i, n = 0;

	for (i = 0; i < vm->nr_vcpus; i++)
		n += !!vm->shared->ready[i];
	return n;
}

/* The guest says that it is ready in its memory: that can only be polled. */
static int poll_ready(struct vm *vm, const struct timespec *deadline)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	struct timespec now;

	while (!vm->done) {
		if (count_ready(vm) == vm->nr_vcpus)
			return 0;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > deadline->tv_sec)
			return -ETIMEDOUT;
		nanosleep(&pause, NULL);
	}
	return -EIO;
}

int vm__start(struct vm *vm, unsigned int deadline_ms)
{
	struct timespec deadline;
	unsigned int i;
	int err = 0;

	vcpu__install_kick_signal();
	deadline_after(&deadline, deadline_ms);
	for (i = 0; i < vm->nr_vcpus && !err; i++)
		err = vcpu__start(&vm->vcpus[i]);
	if (err)
		return err;
	pthread_mutex_lock(&vm->lock);
	err = wait_set_up(vm, &deadline);
	vm->go = true;
	pthread_cond_broadcast(&vm->changed);
	pthread_mutex_unlock(&vm->lock);
	if (!err)
		err = poll_ready(vm, &deadline);
	if (err == -ETIMEDOUT)
		vm__fail(vm, "%u of %u vCPUs not ready within %u ms",
			 vm->nr_vcpus - count_ready(vm), vm->nr_vcpus, deadline_ms);
	return err;
}

int vm__check(struct vm *vm)
{
	bool failed;

	pthread_mutex_lock(&vm->lock);
	failed = vm->failure[0];
	pthread_mutex_unlock(&vm->lock);
	return failed ? -EIO : 0;
}

void vm__release(struct vm *vm)
{
	pthread_mutex_lock(&vm->lock);
	vm->release = true;
	pthread_cond_broadcast(&vm->changed);
	pthread_mutex_unlock(&vm->lock);
}

int vm__wait(struct vm *vm, unsigned int deadline_ms)
{
	struct timespec deadline;
	unsigned int seen = 0;
	int err = 0;

	vm__release(vm);
	pthread_mutex_lock(&vm->lock);
	while (!vm->done) {
		deadline_after(&deadline, deadline_ms);
		err = pthread_cond_timedwait(&vm->changed, &vm->lock, &deadline);
		if (err && seen == vm->batches)
			break;
		seen = vm->batches;
		err = 0;
	}
	pthread_mutex_unlock(&vm->lock);
	if (err)
		vm__fail(vm, "nothing heard of vCPU 0 for %u ms", deadline_ms);
	return vm->failure[0] ? -EIO : 0;
}

void vm__stop(struct vm *vm)
{
	unsigned int i;

	pthread_mutex_lock(&vm->lock);
	vm->stop = true;
	vm->go = true;
	vm->release = true;
	pthread_cond_broadcast(&vm->changed);
	pthread_mutex_unlock(&vm->lock);
	for (i = 0; i < vm->nr_vcpus; i++)
		vcpu__kick(&vm->vcpus[i]);
	for (i = 0; i < vm->nr_vcpus; i++)
		vcpu__join(&vm->vcpus[i]);
}

void vm__destroy(struct vm *vm)
{
	unsigned int i;

	vm__stop(vm);
	for (i = 0; i < vm->nr_vcpus; i++)
		vcpu__destroy(&vm->vcpus[i]);
	free(vm->vcpus);
	if (vm->fd >= 0)
		close(vm->fd);
	if (vm->mem)
		munmap(vm->mem, vm->mem_size);
	pthread_cond_destroy(&vm->changed);
	pthread_mutex_destroy(&vm->lock);
}
