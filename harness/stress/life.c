// SPDX-License-Identifier: GPL-2.0-only
/* life.c - from the VM's creation to the end of the process that it is. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "stress.h"
#include "vmm/vcpu-gone.h"

#define KICK_SIGNAL	SIGUSR1
#define STACK_SIZE	(128 * 1024)
#define SMALL_MS	4000		/* most lives are shorter than that */

extern const char payload_stress[], payload_stress_end[];

/**
 * struct actor - a thread
 * @life:	whose VM it works on
 * @rand:	its random numbers
 * @runs:	it enters vCPUs; else it does all the rest
 * @thread:	itself
 */
struct actor {
	struct life *life;
	struct rand rand;
	bool runs;
	pthread_t thread;
};

static struct life life;
static struct actor actors[MAX_THREADS];

static void on_kick(int sig)
{
	(void)sig;	/* KVM_RUN ends with EINTR */
}

static void *act(void *arg)
{
	struct actor *self = arg;

	/* This thread alone: with little weight, one that yields stays away for long. */
	if (rand__chance(&self->rand, 40))
		setpriority(PRIO_PROCESS, gettid(), 19);
	while (!life.stop) {
		if (!self->runs)
			op__random(&life, &self->rand);
		else if (runner__run(&life, &self->rand) < 0)
			pause_us(5000);		/* no vCPU: let others make one */
		if (rand__chance(&self->rand, 3))
			pause_us(rand__below(&self->rand, 2000));
	}
	return NULL;
}

/* By coalesced ports, which ioeventfds are not counted with: KVM_CREATE_PIT2 fails late. */
static void fill_pio_bus(void)
{
	struct kvm_coalesced_mmio_zone zone = { .addr = 0x1000, .size = 1, .pio = 1 };

	while (!ioctl(life.vm_fd, KVM_REGISTER_COALESCED_MMIO, &zone))
		zone.addr++;
}

static void create_irqchip(struct rand *r)
{
	struct kvm_enable_cap split = { .cap = KVM_CAP_SPLIT_IRQCHIP, .args = { 24 } };
	struct kvm_pit_config pit = { 0 };

	life.irqchip = rand__chance(r, 75) ? IRQCHIP_FULL :
		       rand__chance(r, 80) ? IRQCHIP_SPLIT : IRQCHIP_NONE;
	if (rand__chance(r, 3))
		fill_pio_bus();
	if (life.irqchip == IRQCHIP_FULL) {
		ioctl(life.vm_fd, KVM_CREATE_IRQCHIP, 0);
		if (rand__chance(r, 50))
			ioctl(life.vm_fd, KVM_CREATE_PIT2, &pit);
	} else if (life.irqchip == IRQCHIP_SPLIT) {
		ioctl(life.vm_fd, KVM_ENABLE_CAP, &split);
	}
}

static void create_memory(void)
{
	struct kvm_userspace_memory_region region = { .memory_size = GUEST_MEMORY_SIZE };

	life.mem = mmap(NULL, GUEST_MEMORY_SIZE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (life.mem == MAP_FAILED)
		_exit(1);
	memcpy(life.mem + GUEST_PAYLOAD_ADDR, payload_stress, payload_stress_end - payload_stress);
	region.userspace_addr = (uintptr_t)life.mem;
	ioctl(life.vm_fd, KVM_SET_USER_MEMORY_REGION, &region);
}

static void create_vm(struct rand *r)
{
	struct kvm_enable_cap ring = { .cap = KVM_CAP_DIRTY_LOG_RING, .args = { 4096 } };
	unsigned int i;

	life.kvm_fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	life.vm_fd = life.kvm_fd < 0 ? -1 : ioctl(life.kvm_fd, KVM_CREATE_VM, 0);
	if (life.vm_fd < 0)
		_exit(1);
	if (rand__chance(r, 85))
		vm__let_vcpus_go(life.vm_fd);
	atomic_fetch_add(&life.board->lives, 1);
	for (i = 0; i < MAX_SLOTS; i++)
		life.slots[i] = -1;
	for (i = 0; i < MAX_KEPT; i++) {
		life.stats[i] = -1;
		life.events[i] = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	}
	life.run_size = ioctl(life.kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	/* Few ids: they are used again and again. At times as many as APIC ids. */
	life.nr_ids = rand__chance(r, 90) ? 2 + rand__below(r, 14) : 255;
	life.ring = rand__chance(r, 10) && !ioctl(life.vm_fd, KVM_ENABLE_CAP, &ring);
	create_irqchip(r);
	create_memory();
	life.never = rand__chance(r, 30);
	if (rand__chance(r, 60))
		life__create_late(&life);
}

/* Something to begin with: each takes a while under a debug kernel. */
static void create_vcpus(struct rand *r)
{
	unsigned int n = rand__below(r, 5);

	while (n--)
		life__add_vcpu(&life, r, n % life.nr_ids);
}

static unsigned int start_actors(struct rand *r)
{
	unsigned int n = 3 + rand__below(r, rand__chance(r, 80) ? 8 : MAX_THREADS - 3), i;
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (i = 0; i < n; i++) {
		actors[i].life = &life;
		actors[i].rand = rand__derive(rand__next(r), i);
		actors[i].runs = i % 2;
		if (pthread_create(&actors[i].thread, &attr, act, &actors[i]))
			break;
	}
	return i;
}

/* KVM_RUN of a halted vCPU returns only after a signal. */
static void kick_for(struct rand *r, unsigned int nr_actors, unsigned int ms)
{
	struct timespec start, now;

	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		pause_us(200 + rand__below(r, 2000));
		pthread_kill(actors[rand__below(r, nr_actors)].thread, KICK_SIGNAL);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (!life.board->stop && (now.tv_sec - start.tv_sec) * 1000 +
		 (now.tv_nsec - start.tv_nsec) / 1000000 < ms);
}

/* All of them each time: one may wait for a vCPU that another one runs. */
static void join_actors(unsigned int nr_actors)
{
	unsigned int i, left = nr_actors;
	bool joined[MAX_THREADS] = { false };

	life.stop = true;
	while (left) {
		for (i = 0; i < nr_actors; i++) {
			if (joined[i])
				continue;
			joined[i] = !pthread_tryjoin_np(actors[i].thread, NULL);
			if (joined[i])
				left--;
			else
				pthread_kill(actors[i].thread, KICK_SIGNAL);
		}
		pause_us(1000);
	}
}

static void close_vm(void)
{
	int fd = atomic_exchange(&life.vm_fd, -1);

	if (fd >= 0)
		close(fd);
}

static void close_vcpus(struct rand *r)
{
	unsigned int i, first = rand__below(r, MAX_SLOTS);
	int fd;

	for (i = 0; i < MAX_SLOTS; i++) {
		fd = atomic_exchange(&life.slots[(first + i) % MAX_SLOTS], -1);
		if (fd >= 0)
			close(fd);
	}
}

/*
 * The exit closes all remaining descriptors, in their order. Late pages come first: a
 * vCPU that is reset waits in KVM_RUN for its page faults, and cannot be killed. Its
 * thread would keep userfaultfd's descriptor open, and so wait for itself. That is so
 * without any series.
 */
static void __attribute__((noreturn)) end(struct rand *r, unsigned int nr_actors)
{
	life__end_late(&life);
	switch (rand__below(r, 6)) {
	case 0:				/* cleanly */
		join_actors(nr_actors);
		close_vcpus(r);
		close_vm();
		break;
	case 1:				/* the VM first */
		join_actors(nr_actors);
		close_vm();
		runner__run(&life, r);
		close_vcpus(r);
		break;
	case 2:				/* the VM first, while all are at work */
		close_vm();
		close_vcpus(r);
		break;
	case 3:
		join_actors(nr_actors);
		break;
	case 4:
		kill(getpid(), SIGKILL);
		break;
	case 5:
		break;
	}
	_exit(0);
}

void life__run(struct board *board, uint64_t seed, unsigned int number)
{
	struct rand r = rand__derive(seed, number);
	struct sigaction action = { .sa_handler = on_kick };
	unsigned int nr_actors, ms;

	sigaction(KICK_SIGNAL, &action, NULL);
	life.board = board;
	create_vm(&r);
	ms = rand__below(&r, rand__chance(&r, 90) ? SMALL_MS : 3 * SMALL_MS);
	if (rand__chance(&r, 10))
		_exit(0);		/* a VM that never had a vCPU */
	create_vcpus(&r);
	nr_actors = start_actors(&r);
	if (nr_actors)
		kick_for(&r, nr_actors, ms);
	end(&r, nr_actors);
}
