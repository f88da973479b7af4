/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * clock.h - from clock readings to the unit of a sample.
 */
#ifndef LIB_CLOCK_H
#define LIB_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/**
 * struct clock_unit - what a sample is measured in
 * @name:	of the unit, as in a results file
 * @insns:	instructions, in a machine whose TSC counts them (QEMU -icount
 *		shift=0)
 * @exact:	they repeat
 * @watched:	a watcher can see what a batch executes
 */
struct clock_unit {
	const char *name;
	bool insns;
	bool exact;
	bool watched;
};

extern const struct clock_unit clock_insns, clock_task_insns, clock_virtual_ns, clock_ns,
	clock_bytes, clock_skew;

/**
 * clock__check_insns() - does the TSC of this machine count instructions?
 *
 * Times a loop of a known number of instructions.
 *
 * Return: 0 if it does, -ENODEV if not.
 */
int clock__check_insns(void);

static inline uint64_t clock__tsc(void)
{
	uint32_t low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

/** clock__monotonic_ns() - nanoseconds since some time in the past */
static inline uint64_t clock__monotonic_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

/** clock__leave_cpu() - for a moment: a task's time is counted when it leaves its CPU */
void clock__leave_cpu(void);

/**
 * clock__tasks_ns() - CPU time of all tasks of this machine, idle ones excepted
 *
 * Up to clock__leave_cpu(), which the caller calls before. Does not repeat to the
 * instruction: tasks that have nothing to do with the caller run too, and the scheduler's
 * clock is corrected at ticks.
 *
 * Return: nanoseconds; 0 if the kernel has no scheduler statistics.
 */
uint64_t clock__tasks_ns(void);

/**
 * clock__rest() - sleep for @ns or up to 20 ms more
 *
 * What waits for a tick waits longer or shorter by where in it it begins. Goes on at a
 * time that is a multiple of all usual ticks: at the same distance from a tick, whatever
 * was before, of any kernel of a boot image.
 */
void clock__rest(uint64_t ns);

/** clock__thread_ns() - CPU time of the calling thread in nanoseconds */
static inline uint64_t clock__thread_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

#endif
