// SPDX-License-Identifier: GPL-2.0-only
/*
 * busy.c - a vCPU is stopped, closed and created again, over and over, while
 * another does something to all vCPUs. Kernels that keep a closed vCPU refuse
 * to create it again: there each is closed once.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "functional.h"
#include "guests.h"
#include "guests/x86/apic.h"

#define VCPUS	6
#define TURNS	8

static void close_one_by_one(const struct bench *guest)
{
	struct vm vm;
	unsigned int i;

	guests__create(&vm, VCPUS, guest);
	guests__start(&vm);
	guests__expect_progress(&vm, 2);
	for (i = VCPUS - 1; i > 0; i--) {
		guests__remove(&vm, i);
		guests__expect_progress(&vm, 2);
	}
	guests__destroy(&vm);
}

static void close_and_create(const struct bench *guest)
{
	unsigned int turn, i;
	struct vm vm;

	guests__create(&vm, VCPUS, guest);
	guests__start(&vm);
	for (turn = 0; turn < TURNS; turn++) {
		i = 1 + turn % (VCPUS - 1);
		guests__remove(&vm, i);
		guests__expect_progress(&vm, 2);
		guests__add(&vm, i);
		guests__expect_progress(&vm, 2);
	}
	guests__destroy(&vm);
}

TEST(broadcast, 0, "vCPUs are closed while another broadcasts interrupts")
{
	close_one_by_one(&guest_broadcast);
}

TEST(broadcast_again, NEEDS_VCPU_GONE, "and come and go while it does")
{
	close_and_create(&guest_broadcast);
}

TEST(request, 0, "vCPUs are closed while another sends requests to all")
{
	close_one_by_one(&guest_request);
}

TEST(request_again, NEEDS_VCPU_GONE, "and come and go while it does so")
{
	close_and_create(&guest_request);
}

TEST(on_spin, NEEDS_HYPERV, "vCPUs are closed while another yields to them")
{
	close_one_by_one(&guest_on_spin);
}

TEST(on_spin_again, NEEDS_HYPERV | NEEDS_VCPU_GONE, "and come and go while it yields")
{
	close_and_create(&guest_on_spin);
}

/* The VMM's side of the same: a thread that walks all vCPUs by ioctl. */
struct walker {
	int vm;
	volatile bool stop;
	volatile unsigned int turns;
	volatile int err;
};

static void *walk(void *arg)
{
	struct walker *w = arg;
	struct kvm_msi msi = { .address_lo = MSI_ADDRESS | MSI_DEST(MSI_TO_ALL), .data = 0x40 };
	struct kvm_clock_data clock;

	while (!w->stop && !w->err) {
		if (ioctl(w->vm, KVM_GET_CLOCK, &clock) || ioctl(w->vm, KVM_SET_CLOCK, &clock) ||
		    ioctl(w->vm, KVM_SIGNAL_MSI, &msi) < 0)
			w->err = errno;
		w->turns++;
	}
	return NULL;
}

static bool has_walked(void *walker)
{
	struct walker *w = walker;

	return w->turns > 2 || w->err;
}

TEST(by_ioctl, 0, "vCPUs come and go while a thread broadcasts MSIs and sets the clock")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu, i;
	struct walker w = { .vm = vm };
	pthread_t thread;

	/* An MSI that nobody gets is EPERM: this one stays, whoever else is gone. */
	kvm__need_vcpu(vm, 0);
	EXPECT(!pthread_create(&thread, NULL, walk, &w), "no thread");
	for (i = 1; i < 100; i++) {
		/* Ids of their own: so it can be done where the closed ones stay. */
		vcpu = kvm__need_vcpu(vm, i);
		if (i % 8)
			kvm__close(vcpu);
		if (i % 16 == 0)
			usleep(5000);
	}
	wait_until(has_walked, &w);
	w.stop = true;
	pthread_join(thread, NULL);
	EXPECT(!w.err, "the thread's ioctl: %s", strerror(w.err));
	EXPECT(w.turns > 2, "the thread had only %u turns", w.turns);
}

#define FAILURES	400

/* Takes the CPU away from the other two, at any point of what they do. */
static void *disturb(void *arg)
{
	struct sched_param first = { .sched_priority = 1 };
	struct walker *w = arg;
	unsigned int i;

	if (sched_setscheduler(0, SCHED_FIFO, &first))
		w->err = errno;
	for (i = 0; !w->stop && !w->err; i++)
		usleep(20 + i * 7 % 50);
	return NULL;
}

/*
 * The kernel reserves or stores a vCPU's entry before it makes the descriptor, and
 * erases it when there is none left.
 */
static void fail_to_create(int vm, unsigned int id, unsigned int times)
{
	struct rlimit old, none;
	int free_fd = dup(vm), err;
	unsigned int i;

	EXPECT(free_fd >= 0 && !getrlimit(RLIMIT_NOFILE, &old), "dup: %s", strerror(errno));
	kvm__close(free_fd);
	none = (struct rlimit){ .rlim_cur = free_fd, .rlim_max = old.rlim_max };
	EXPECT(!setrlimit(RLIMIT_NOFILE, &none), "setrlimit: %s", strerror(errno));
	for (i = 0; i < times; i++) {
		err = kvm__create_vcpu(vm, id);
		EXPECT(err == -EMFILE, "without a descriptor: %s", err < 0 ? strerror(-err) : "created");
	}
	EXPECT(!setrlimit(RLIMIT_NOFILE, &old), "setrlimit: %s", strerror(errno));
	kvm__need_vcpu(vm, id);
}

TEST(erased_on_the_way, 0, "vCPUs whose creation fails are erased while a thread walks")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), i;
	struct walker w = { .vm = vm };
	pthread_t walker, disturber;

	kvm__need_vcpu(vm, 0);
	EXPECT(!pthread_create(&walker, NULL, walk, &w) &&
	       !pthread_create(&disturber, NULL, disturb, &w), "no thread");
	/* An xarray gets its first node for the second entry, a level for the 65th. */
	fail_to_create(vm, 1, FAILURES);
	for (i = 2; i < 64; i++)
		kvm__need_vcpu(vm, i);
	fail_to_create(vm, 64, FAILURES);
	wait_until(has_walked, &w);
	w.stop = true;
	pthread_join(walker, NULL);
	pthread_join(disturber, NULL);
	EXPECT(!w.err, "a thread's call: %s", strerror(w.err));
	EXPECT(w.turns > 2, "the walker had only %u turns", w.turns);
}
