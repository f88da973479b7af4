// SPDX-License-Identifier: GPL-2.0-only
/*
 * VcpuLifecycle - create and destroy one vCPU of a VM that has N, and a whole VM
 * of N. What KVM frees later, after a grace period, is part of the operation
 * where instructions are counted.
 */
#include <errno.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench/bench.h"
#include "guests/abi.h"
#include "vmm/vcpu-gone.h"
#include "vmm/vm.h"

static int create_vcpu(int vm_fd, unsigned int id)
{
	int fd = ioctl(vm_fd, KVM_CREATE_VCPU, id);

	return fd < 0 ? -errno : fd;
}

/* A kernel that keeps a closed vCPU answers the second creation with EEXIST. */
static int one_vcpu(struct vm *vm, unsigned int nr_vcpus)
{
	int fd = create_vcpu(vm->fd, nr_vcpus);

	if (fd < 0)
		return fd;
	return close(fd) ? -errno : 0;
}

static int create_vcpus(int vm_fd, unsigned int nr_vcpus)
{
	int fds[GUEST_MAX_VCPUS], fd = ioctl(vm_fd, KVM_CREATE_IRQCHIP, 0) ? -errno : 0;
	unsigned int n = 0;

	while (fd >= 0 && n < nr_vcpus) {
		fd = create_vcpu(vm_fd, n);
		if (fd >= 0)
			fds[n++] = fd;
	}
	while (n)
		close(fds[--n]);
	return fd < 0 ? fd : 0;
}

/* The VM's memory is left out: it costs the same whatever KVM does with vCPUs. */
static int whole_vm(struct vm *vm, unsigned int nr_vcpus)
{
	int fd = ioctl(vm->kvm_fd, KVM_CREATE_VM, 0), err;

	if (fd < 0)
		return -errno;
	vm__let_vcpus_go(fd);
	err = create_vcpus(fd, nr_vcpus);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

static BENCH(one) = {
	.name = "VcpuLifecycle",
	.question = "What does it cost to create and destroy one vCPU of a VM of N?",
	.who = "CPU hotplug: QEMU parks an unplugged vCPU, for no released KVM destroys it (kvm_park_vcpu() in accel/kvm/kvm-all.c)",
	.path = "kvm_vm_ioctl_create_vcpu",
	.clock = BENCH_CLOCK_TASKS,
	.others = BENCH_OTHERS_NEVER_RUN,
	.large = 1,
	.extra = 1,
	.needs = BENCH_NEEDS_VCPU_GONE,
	.ops = 8,
	.batches = 6,
	.warmup = 2,
	.vmm_op = one_vcpu,
};

static BENCH(vm) = {
	.name = "VcpuLifecycle/state=vm",
	.question = "What does it cost to create and destroy a VM of N vCPUs?",
	.who = "each start of a VM: on a host of micro-VMs 5 a second and core (Firecracker's docs/design.md)",
	.path = "kvm_destroy_vm",
	.clock = BENCH_CLOCK_TASKS,
	.others = BENCH_OTHERS_NONE,
	.ops_by_vcpus = 16,
	.batches = 4,
	.warmup = 1,
	.on_request = 1,
	.vmm_op = whole_vm,
};
