// SPDX-License-Identifier: GPL-2.0-only
/*
 * Setup - the steps in which a VMM makes a VM, each by itself, in the time that it
 * takes. A step that waits for a grace period costs next to no instructions and much
 * time: that is what these benchmarks are for. Each batch is one step of a new VM.
 *
 * With first=yes no other VM is there: until 6.11 the first one has each CPU enter the
 * mode in which it can run guests, and the last one has it leave; since 6.12 KVM's module
 * does so when it is loaded. The kernel's caches and tables are warm in both cases.
 *
 * With after=load KVM's modules are loaded again before the VM is made, the only batch:
 * what KVM keeps from one VM to the next is not there.
 */
#include <errno.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "vmm/vm.h"

#define DOORBELL	0x10000000ull	/* an address that has no memory */
#define GSI		5

/* The VM that a step is tried on: what of it there is, -1 for what there is not. */
static struct {
	int vm, event;
	int vcpus[GUEST_MAX_VCPUS + 1];
	unsigned int nr;
} made = { .vm = -1, .event = -1 };

static int create_vm(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	made.vm = ioctl(vm->kvm_fd, KVM_CREATE_VM, 0);
	return made.vm < 0 ? -errno : 0;
}

static int create_irqchip(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return ioctl(made.vm, KVM_CREATE_IRQCHIP, 0) ? -errno : 0;
}

static int create_vcpu(struct vm *vm, unsigned int nr_vcpus)
{
	int fd = ioctl(made.vm, KVM_CREATE_VCPU, made.nr);

	(void)vm;
	(void)nr_vcpus;
	if (fd < 0)
		return -errno;
	made.vcpus[made.nr++] = fd;
	return 0;
}

static int add_memory(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_userspace_memory_region region = {
		.memory_size = GUEST_MEMORY_SIZE,
		.userspace_addr = (uintptr_t)vm->mem,
	};

	(void)nr_vcpus;
	return ioctl(made.vm, KVM_SET_USER_MEMORY_REGION, &region) ? -errno : 0;
}

static int add_ioeventfd(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_ioeventfd doorbell = { .addr = DOORBELL, .len = 4, .fd = made.event };

	(void)vm;
	(void)nr_vcpus;
	return ioctl(made.vm, KVM_IOEVENTFD, &doorbell) ? -errno : 0;
}

static int add_irqfd(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_irqfd irqfd = { .fd = made.event, .gsi = GSI };

	(void)vm;
	(void)nr_vcpus;
	return ioctl(made.vm, KVM_IRQFD, &irqfd) ? -errno : 0;
}

static int destroy(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	while (made.nr)
		close(made.vcpus[--made.nr]);
	if (made.event >= 0)
		close(made.event);
	if (made.vm >= 0)
		close(made.vm);
	made.vm = made.event = -1;
	return 0;
}

/* The harness has a VM as well, of no vCPUs, which nothing here needs. */
static int be_alone(struct vm *vm, unsigned int nr_vcpus)
{
	int err = close(vm->fd) ? -errno : 0;

	(void)nr_vcpus;
	vm->fd = -1;
	return err;
}

/* Before the steps: a VM with irqchip, and as many vCPUs. */
static int vm_of(struct vm *vm, unsigned int nr_vcpus)
{
	int err = create_vm(vm, nr_vcpus);

	if (!err)
		err = create_irqchip(vm, nr_vcpus);
	while (!err && made.nr < nr_vcpus)
		err = create_vcpu(vm, nr_vcpus);
	return err;
}

static int vm_of_none(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return vm_of(vm, 0);
}

static int vm_with_event(struct vm *vm, unsigned int nr_vcpus)
{
	int err = vm_of(vm, 1);

	(void)nr_vcpus;
	made.event = eventfd(0, EFD_CLOEXEC);
	return err ? err : made.event < 0 ? -errno : 0;
}

/* This clock advances with each tick. */
static void wait_for_tick(void)
{
	struct timespec before, now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &before);
	do
		clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	while (now.tv_nsec == before.tv_nsec);
}

/*
 * The end of a VM waits for grace periods, which end with ticks: how long depends on how
 * far the next tick is, and that on how long the VM took to be made. So it begins with
 * one, and what the VM's beginning has set in motion is over.
 */
static int vm_at_rest(struct vm *vm, unsigned int nr_vcpus)
{
	const struct timespec rest = { .tv_nsec = 60000000 };
	int err = vm_of(vm, nr_vcpus);

	nanosleep(&rest, NULL);
	wait_for_tick();
	return err;
}

#define SETUP(symbol, the_step, the_path, before, op, ...)	\
	static BENCH(symbol) = {				\
		.name = "Setup/step=" the_step,			\
		.path = the_path,				\
		.question = "How long does a VMM wait for this step of making a VM?", \
		.who = "each start of a VM; a micro-VM has some 10 ms for all of them (Firecracker's SPECIFICATION.md: 125 ms to the guest's init)", \
		.set = "setup",					\
		.clock = BENCH_CLOCK_ELAPSED,			\
		.others = BENCH_OTHERS_NONE,			\
		.large = 1,					\
		.ops = 1,					\
		.vmm_before = before,				\
		.vmm_op = op,					\
		.vmm_after = destroy,				\
		__VA_ARGS__					\
	}
#define STEP(...)	SETUP(__VA_ARGS__, .batches = 4, .warmup = 1)
#define ALONE(...)	STEP(__VA_ARGS__, .vmm_setup = be_alone)
#define LOADED(...)	SETUP(__VA_ARGS__, .batches = 1, .needs = BENCH_NEEDS_RELOAD)

STEP(step_vm, "create-vm", "kvm_create_vm", NULL, create_vm);
ALONE(first_vm, "create-vm/first=yes", "kvm_create_vm", NULL, create_vm);
LOADED(loaded_vm, "create-vm/after=load", "kvm_create_vm", NULL, create_vm);
STEP(step_irqchip, "irqchip", "kvm_arch_vm_ioctl", create_vm, create_irqchip);
LOADED(loaded_irqchip, "irqchip/after=load", "kvm_arch_vm_ioctl", create_vm, create_irqchip);
STEP(step_first_vcpu, "first-vcpu", "kvm_vm_ioctl_create_vcpu", vm_of_none, create_vcpu);
LOADED(loaded_first_vcpu, "first-vcpu/after=load", "kvm_vm_ioctl_create_vcpu", vm_of_none, create_vcpu);
STEP(step_next_vcpu, "next-vcpu", "kvm_vm_ioctl_create_vcpu", vm_of, create_vcpu, .extra = 1);
LOADED(loaded_next_vcpu, "next-vcpu/after=load", "kvm_vm_ioctl_create_vcpu", vm_of, create_vcpu, .extra = 1);
STEP(step_memslot, "memslot", "kvm_set_memslot", vm_of, add_memory);
STEP(early_memslot, "memslot/order=first", "kvm_set_memslot", create_vm, add_memory);
LOADED(loaded_memslot, "memslot/after=load", "kvm_set_memslot", vm_of, add_memory);
STEP(step_ioeventfd, "ioeventfd", "kvm_io_bus_register_dev", vm_with_event, add_ioeventfd);
LOADED(loaded_ioeventfd, "ioeventfd/after=load", "kvm_io_bus_register_dev", vm_with_event, add_ioeventfd);
STEP(step_irqfd, "irqfd", "kvm_irqfd", vm_with_event, add_irqfd);
LOADED(loaded_irqfd, "irqfd/after=load", "kvm_irqfd", vm_with_event, add_irqfd);
STEP(step_destroy, "destroy", "kvm_destroy_vm", vm_at_rest, destroy);
ALONE(last_destroy, "destroy/first=yes", "kvm_destroy_vm", vm_at_rest, destroy);
LOADED(loaded_destroy, "destroy/after=load", "kvm_destroy_vm", vm_at_rest, destroy);
