// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes - the memory that a VM takes: all of it, that of its vCPUs' structures, that of
 * the xarray that finds them. The guest has no memory, and no vCPU has run.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench/bench.h"
#include "vmm/vm.h"

/* The VM whose memory is counted: made by an operation, gone after it. */
static struct {
	int vm;
	int vcpus[GUEST_MAX_VCPUS];
	unsigned int nr;
} made = { .vm = -1 };

/*
 * A VM has a kernel thread. The kernel's table of thread ids takes a node for 64 of them,
 * and now and then the VM's would be the first of a node, which is not the VM's. A thread
 * of one's own, with the id before, has the node ready, but for one VM in 64: the least
 * of several counts.
 */
static struct {
	pthread_t thread;
	sem_t end;
	int lives;
} neighbour;

static void *wait_for_end(void *arg)
{
	(void)arg;
	while (sem_wait(&neighbour.end))
		;
	return NULL;
}

static int start_neighbour(struct vm *vm, unsigned int nr_vcpus)
{
	int err;

	(void)vm;
	(void)nr_vcpus;
	sem_init(&neighbour.end, 0, 0);
	err = pthread_create(&neighbour.thread, NULL, wait_for_end, NULL);
	neighbour.lives = !err;
	return -err;
}

static int create_empty(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	made.vm = ioctl(vm->kvm_fd, KVM_CREATE_VM, 0);
	return made.vm < 0 ? -errno : 0;
}

/* A kernel that created fewer vCPUs than it said would be found here. */
static int create_all(struct vm *vm, unsigned int nr_vcpus)
{
	int err = create_empty(vm, nr_vcpus), fd;

	if (!err && ioctl(made.vm, KVM_CREATE_IRQCHIP, 0))
		err = -errno;
	while (!err && made.nr < nr_vcpus) {
		fd = ioctl(made.vm, KVM_CREATE_VCPU, made.nr);
		if (fd < 0)
			err = -errno;
		else
			made.vcpus[made.nr++] = fd;
	}
	return err;
}

static int destroy(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	while (made.nr)
		close(made.vcpus[--made.nr]);
	if (made.vm >= 0)
		close(made.vm);
	made.vm = -1;
	if (neighbour.lives) {
		sem_post(&neighbour.end);
		pthread_join(neighbour.thread, NULL);
		neighbour.lives = 0;
	}
	return 0;
}

#define BYTES(symbol, of, the_path, the_question, op, ...)	\
	static BENCH(symbol) = {				\
		.name = "Bytes/of=" of,				\
		.path = the_path,				\
		.question = the_question,			\
		.who = "each VM, as long as it lives: a host of micro-VMs is full when its memory is; series that choose how vCPUs are stored argue by it (\"KVM: Turn the vcpu array into an xarray\", 2021-11)", \
		.set = "setup",					\
		.clock = BENCH_CLOCK_BYTES,			\
		.others = BENCH_OTHERS_NONE,			\
		.large = 1,					\
		.ops = 1,					\
		.batches = 2,					\
		.warmup = 1,					\
		.vmm_before = start_neighbour,			\
		.vmm_op = op,					\
		.vmm_after = destroy,				\
		__VA_ARGS__					\
	}

BYTES(vm, "vm", "kvm_vm_ioctl_create_vcpu",
      "How much memory of the host does a VM of N vCPUs take, its guest's left out?", create_all);
BYTES(empty, "empty-vm", "kvm_create_vm",
      "How much memory does a VM take before its first vCPU?", create_empty);
BYTES(vcpus, "vcpu-structs", "kvm_vm_ioctl_create_vcpu",
      "How large are the structures of N vCPUs, struct kvm_vcpu and the vendor's?", create_all,
      .cache = "kvm_vcpu");
BYTES(xarray, "xarray-nodes", "kvm_vm_ioctl_create_vcpu",
      "How large are the nodes of the xarray that finds N vCPUs?", create_all,
      .cache = "radix_tree_node");
