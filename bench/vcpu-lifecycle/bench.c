// SPDX-License-Identifier: GPL-2.0-only
/*
 * VcpuLifecycle - create and destroy one vCPU of a VM that has N. A kernel that
 * keeps a vCPU until its VM goes answers the second creation with EEXIST.
 */
#include <errno.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../../harness/measure/vm.h"
#include "../bench.h"

static int create_and_destroy(struct vm *vm)
{
	int fd = ioctl(vm->fd, KVM_CREATE_VCPU, vm->nr_vcpus);

	if (fd < 0)
		return -errno;
	return close(fd) ? -errno : 0;
}

static BENCH(lifecycle) = {
	.name = "VcpuLifecycle",
	.path = "kvm_vm_ioctl_create_vcpu",
	.clock = BENCH_CLOCK_VMM,
	.others = BENCH_OTHERS_NEVER_RUN,
	.needs = BENCH_NEEDS_VCPU_GONE,
	.ops = 4,
	.batches = 8,
	.warmup = 2,
	.vmm_op = create_and_destroy,
};
