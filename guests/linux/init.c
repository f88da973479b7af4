// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - process 1 of a Linux guest, whose kernel boots under vcpuscale-guest. It does
 * what programs do that make a guest's CPUs talk to each other, phase by phase, and
 * says after each by a port that it has ended. A thread is bound to each CPU.
 */
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "marks.h"

#define MAX_CPUS	256
#define IDLE_MS		1000
#define MESSAGES	200	/* that go round, each to the next CPU and on */
#define BARRIERS	50
#define UNMAPS		50
#define LOCKED		200	/* times that each CPU takes the lock */
#define PAGE		4096

static int nr_cpus;
static volatile bool stop;
static int pipes[MAX_CPUS][2];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void mark(unsigned char phase)
{
	outb(phase, MARK_PORT);
}

static void __attribute__((noreturn)) fail(void)
{
	mark(MARK_FAILED);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static void bind_to(long cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail();
}

/* Each on a CPU of its own; process 1 is on CPU 0. */
static void start_all(pthread_t *threads, void *(*run)(void *cpu), int first)
{
	pthread_attr_t attr;
	long cpu;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 64 * 1024);
	for (cpu = first; cpu < nr_cpus; cpu++)
		if (pthread_create(&threads[cpu], &attr, run, (void *)cpu))
			fail();
	pthread_attr_destroy(&attr);
}

static void join_all(pthread_t *threads, int first)
{
	int cpu;

	for (cpu = first; cpu < nr_cpus; cpu++)
		pthread_join(threads[cpu], NULL);
}

static void idle(void)
{
	const struct timespec pause = { .tv_sec = IDLE_MS / 1000, .tv_nsec = IDLE_MS % 1000 * 1000000 };

	nanosleep(&pause, NULL);
}

/* A byte goes from CPU to CPU, and wakes each. */
static void *pass_on(void *arg)
{
	long cpu = (long)arg;
	int i, rounds = MESSAGES / nr_cpus + 1;
	char byte;

	bind_to(cpu);
	for (i = 0; i < rounds; i++)
		if (read(pipes[cpu][0], &byte, 1) != 1 ||
		    write(pipes[(cpu + 1) % nr_cpus][1], &byte, 1) != 1)
			fail();
	return NULL;
}

static void messages(pthread_t *threads)
{
	int cpu;

	for (cpu = 0; cpu < nr_cpus; cpu++)
		if (pipe(pipes[cpu]))
			fail();
	start_all(threads, pass_on, 0);
	if (write(pipes[0][1], "", 1) != 1)
		fail();
	join_all(threads, 0);
}

/* In user space and busy, so that the kernel has to interrupt them. */
static void *spin(void *arg)
{
	bind_to((long)arg);
	while (!stop)
		;
	return NULL;
}

static void with_spinning(pthread_t *threads, void (*work)(void))
{
	stop = false;
	start_all(threads, spin, 1);
	work();
	stop = true;
	join_all(threads, 1);
}

static void barriers(void)
{
	int i;

	for (i = 0; i < BARRIERS; i++)
		if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0))
			fail();
}

/* The page's translation may be in the TLB of every CPU that runs this process. */
static void unmaps(void)
{
	char *page;
	int i;

	for (i = 0; i < UNMAPS; i++) {
		page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (page == MAP_FAILED)
			fail();
		*page = 1;
		munmap(page, PAGE);
	}
}

static void *take_lock(void *arg)
{
	int i;

	bind_to((long)arg);
	for (i = 0; i < LOCKED; i++) {
		pthread_mutex_lock(&lock);
		sched_yield();
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

int main(void)
{
	static pthread_t threads[MAX_CPUS];

	nr_cpus = sysconf(_SC_NPROCESSORS_ONLN);
	if (ioperm(MARK_PORT, 1, 1) || nr_cpus < 1 || nr_cpus > MAX_CPUS)
		fail();
	bind_to(0);
	if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0))
		fail();
	mark(0);
	idle();
	mark(1);
	messages(threads);
	mark(2);
	with_spinning(threads, barriers);
	mark(3);
	with_spinning(threads, unmaps);
	mark(4);
	start_all(threads, take_lock, 0);
	join_all(threads, 0);
	mark(5);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}
