// SPDX-License-Identifier: GPL-2.0-only
/*
 * assign.c - KVM_IRQFD where the eventfd has a bypass producer, which is how the
 * interrupts of an assigned device come: KVM is told of the assignment inside of
 * the bypass manager's lock, one for all VMs, and of an SRCU read-side section.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

#include "functional.h"
#include "guests/x86/apic.h"
#include "lib/bypass.h"
#include "lib/userfault.h"

#define GSI	20
#define ROUNDS	50

static void create_producer(struct bypass *b)
{
	int err = bypass__create(b);

	EXPECT(!err, BYPASS_FILE ": %s", strerror(-err));
}

static int set_irqfd(int vm, int eventfd, bool assign)
{
	const struct kvm_irqfd irqfd = {
		.fd = eventfd, .gsi = GSI, .flags = assign ? 0 : KVM_IRQFD_FLAG_DEASSIGN,
	};

	return ioctl(vm, KVM_IRQFD, &irqfd);
}

bool producer__works(void)
{
	struct bypass p;
	int kvm, vm;
	bool works;

	if (access(BYPASS_FILE, F_OK) && kernel__load("/" BYPASS_MODULE ".ko"))
		return false;
	kvm = kvm__open();
	vm = kvm__create_vm(kvm);
	create_producer(&p);
	works = !set_irqfd(vm, p.eventfd, true) && bypass__is_connected(&p) &&
		!set_irqfd(vm, p.eventfd, false);
	bypass__destroy(&p);
	kvm__close(vm);
	kvm__close(kvm);
	return works;
}

/* A thread that is in one ioctl. */
struct caller {
	pthread_t thread;
	int vm, result;
	struct bypass producer;
	struct userfault *argument;
	volatile bool returned;
};

static void *call_irqfd(void *arg)
{
	struct caller *c = arg;

	c->result = set_irqfd(c->vm, c->producer.eventfd, true);
	c->returned = true;
	return NULL;
}

/* KVM reads the argument with kvm->lock held. */
static void *call_holding_lock(void *arg)
{
	struct caller *c = arg;

	c->result = ioctl(c->vm, KVM_SET_IDENTITY_MAP_ADDR, c->argument->pages);
	c->returned = true;
	return NULL;
}

static void caller_start(struct caller *c, int vm, void *(*call)(void *))
{
	c->vm = vm;
	c->returned = false;
	EXPECT(!pthread_create(&c->thread, NULL, call, c), "no thread");
}

static bool has_returned(void *caller)
{
	return ((struct caller *)caller)->returned;
}

static bool has_event(void *userfault)
{
	return userfault__take_event(userfault);
}

TEST(assign_locked, NEEDS_PRODUCER | NEEDS_USERFAULT,
     "assigning a device's interrupt does not wait for kvm->lock, nor makes others wait")
{
	struct caller holder = { 0 }, assigning = { 0 }, stranger = { 0 };
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), other = kvm__create_vm(kvm);
	struct userfault argument;

	EXPECT(!userfault__create(&argument, 1), "userfaultfd: %s", strerror(errno));
	create_producer(&assigning.producer);
	create_producer(&stranger.producer);
	holder.argument = &argument;
	caller_start(&holder, vm, call_holding_lock);
	EXPECT(wait_until(has_event, &argument), "KVM_SET_IDENTITY_MAP_ADDR read no argument");
	caller_start(&assigning, vm, call_irqfd);
	usleep(100000);
	caller_start(&stranger, other, call_irqfd);
	EXPECT(wait_until(has_returned, &stranger),
	       "KVM_IRQFD of another VM hangs while one of a VM waits for kvm->lock");
	EXPECT(wait_until(has_returned, &assigning), "KVM_IRQFD waits for kvm->lock");
	EXPECT(!holder.returned, "kvm->lock was not held");
	EXPECT(!userfault__resolve(&argument, argument.pages), "UFFDIO_ZEROPAGE: %s", strerror(errno));
	pthread_join(holder.thread, NULL);
	pthread_join(assigning.thread, NULL);
	pthread_join(stranger.thread, NULL);
	EXPECT(!assigning.result && !stranger.result, "KVM_IRQFD failed");
	EXPECT(bypass__is_connected(&assigning.producer), "the producer is not connected");
}

/* By coalesced ports: the kernel does not count ioeventfds. */
static void fill_pio_bus(int vm)
{
	struct kvm_coalesced_mmio_zone zone = { .addr = 0x1000, .size = 1, .pio = 1 };

	while (!ioctl(vm, KVM_REGISTER_COALESCED_MMIO, &zone))
		zone.addr++;
	EXPECT(errno == ENOSPC, "KVM_REGISTER_COALESCED_MMIO: %s", strerror(errno));
}

/* Fails with kvm->lock held, and waits for interrupts in delivery before it returns. */
static void *call_create_pit(void *arg)
{
	const struct kvm_pit_config config = { 0 };
	struct caller *c = arg;
	int i;

	for (i = 0; i < ROUNDS; i++)
		if (!ioctl(c->vm, KVM_CREATE_PIT2, &config))
			c->result = 1;
	c->returned = true;
	return NULL;
}

static void *call_irqfd_in_turns(void *arg)
{
	struct caller *c = arg;
	int i;

	for (i = 0; i < ROUNDS; i++)
		if (set_irqfd(c->vm, c->producer.eventfd, true) ||
		    set_irqfd(c->vm, c->producer.eventfd, false))
			c->result = 1;
	c->returned = true;
	return NULL;
}

TEST(assign_pit, NEEDS_PRODUCER, "nor deadlocks with who waits for interrupts in delivery")
{
	struct caller pit = { 0 }, assigning = { 0 };
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);

	create_producer(&assigning.producer);
	fill_pio_bus(vm);
	caller_start(&pit, vm, call_create_pit);
	caller_start(&assigning, vm, call_irqfd_in_turns);
	EXPECT(wait_until(has_returned, &pit), "KVM_CREATE_PIT2 hangs");
	EXPECT(wait_until(has_returned, &assigning), "KVM_IRQFD hangs");
	EXPECT(!pit.result, "KVM_CREATE_PIT2 has succeeded on a full bus");
	EXPECT(!assigning.result, "KVM_IRQFD failed");
}

TEST(assign_stays, NEEDS_PRODUCER, "a vCPU of a VM with an assigned device stays, and goes again without")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), again;
	struct bypass p;

	create_producer(&p);
	EXPECT(!set_irqfd(vm, p.eventfd, true), "KVM_IRQFD: %s", strerror(errno));
	kvm__close(kvm__need_vcpu(vm, 0));
	again = kvm__create_vcpu(vm, 0);
	EXPECT(again == -EEXIST, "the id of a closed vCPU can be used in a VM with a device");
	EXPECT(!set_irqfd(vm, p.eventfd, false), "KVM_IRQFD: %s", strerror(errno));
	bypass__destroy(&p);
	kvm__close(kvm__need_vcpu(vm, 1));
}

/* Reads the vCPU's process id into memory that does not come: debugfs waits for it. */
static void *call_read_pid(void *arg)
{
	struct caller *c = arg;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/debug/kvm/%d-%d/vcpu0/pid", getpid(), c->vm);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, c->argument->pages, 1) < 0)
		c->result = -errno;
	c->returned = true;
	return NULL;
}

static void *call_close(void *arg)
{
	struct caller *c = arg;

	kvm__close(c->vm);
	c->returned = true;
	return NULL;
}

static void enable_lapic(int vcpu)
{
	struct kvm_lapic_state state;

	EXPECT(!ioctl(vcpu, KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s", strerror(errno));
	*(uint32_t *)(state.regs + APIC_SPIV) = APIC_SPIV_ENABLE | 0xff;
	EXPECT(!ioctl(vcpu, KVM_SET_LAPIC, &state), "KVM_SET_LAPIC: %s", strerror(errno));
}

/* The vCPU with id 0: no interrupt reaches it. */
static bool is_gone(void *vm)
{
	const struct kvm_msi msi = { .address_lo = MSI_ADDRESS, .data = 0x41 };

	return ioctl(*(int *)vm, KVM_SIGNAL_MSI, &msi) != 1;
}

TEST(assign_close, NEEDS_PRODUCER | NEEDS_VCPU_GONE | NEEDS_MODULES,
     "closing a vCPU that stays does not wait for kvm->lock")
{
	struct caller reader = { 0 }, leaving = { 0 }, staying = { 0 };
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);
	int first = kvm__need_vcpu(vm, 0), second = kvm__need_vcpu(vm, 1);
	struct userfault late;
	struct bypass p;

	EXPECT(!userfault__create(&late, 1), "userfaultfd: %s", strerror(errno));
	create_producer(&p);
	enable_lapic(first);
	EXPECT(!is_gone(&vm), "no interrupt reaches the first vCPU");
	reader.argument = &late;
	caller_start(&reader, vm, call_read_pid);
	EXPECT(wait_until(has_event, &late), "nobody reads: %s", strerror(-reader.result));
	caller_start(&leaving, first, call_close);	/* waits for the reader, with kvm->lock */
	EXPECT(wait_until(is_gone, &vm), "the first vCPU does not go");
	EXPECT(!set_irqfd(vm, p.eventfd, true), "KVM_IRQFD: %s", strerror(errno));
	caller_start(&staying, second, call_close);
	EXPECT(wait_until(has_returned, &staying), "close() waits for kvm->lock");
	EXPECT(!leaving.returned, "kvm->lock was not held");
	EXPECT(!userfault__resolve(&late, late.pages), "UFFDIO_ZEROPAGE: %s", strerror(errno));
	pthread_join(reader.thread, NULL);
	pthread_join(leaving.thread, NULL);
	pthread_join(staying.thread, NULL);
	bypass__destroy(&p);
}
