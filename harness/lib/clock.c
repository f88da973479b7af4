// SPDX-License-Identifier: GPL-2.0-only
/*
 * clock.c - the units of a sample, and the check that instructions are counted.
 */
#include <errno.h>
#include <stdio.h>

#include "clock.h"

const struct clock_unit clock_insns = { .name = "insns/op", .insns = true, .exact = true, .watched = true };
const struct clock_unit clock_task_insns = { .name = "task-insns/op", .insns = true, .watched = true };
const struct clock_unit clock_virtual_ns = { .name = "virtual-ns/op", .watched = true };
const struct clock_unit clock_bytes = { .name = "bytes", .exact = true };
const struct clock_unit clock_skew = { .name = "skew-permille" };
const struct clock_unit clock_ns = { .name = "ns/op" };

#define TICKS_NS	20000000	/* of HZ=100, 250 and 1000 */

/* Two instructions a turn. */
static uint64_t time_loop(uint32_t turns)
{
	uint64_t start = clock__tsc();

	asm volatile("1:\n\tdecl %0\n\tjnz 1b" : "+r"(turns) : : "cc");
	return clock__tsc() - start;
}

int clock__check_insns(void)
{
	int tries;

	/* An interrupt may hit one of them; a clock that ticks in time fails all. */
	for (tries = 0; tries < 5; tries++)
		if (time_loop(2000) - time_loop(1000) == 2 * 1000)
			return 0;
	return -ENODEV;
}

void clock__leave_cpu(void)
{
	const struct timespec moment = { .tv_nsec = 1000000 };

	nanosleep(&moment, NULL);
}

/* The seventh figure of a CPU's line (Documentation/scheduler/sched-stats.rst). */
uint64_t clock__tasks_ns(void)
{
	unsigned long long ns;
	uint64_t sum = 0;
	char line[512];
	FILE *f;

	f = fopen("/proc/schedstat", "re");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "cpu%*u %*u %*u %*u %*u %*u %*u %llu", &ns) == 1)
			sum += ns;
	if (f)
		fclose(f);
	return sum;
}

void clock__rest(uint64_t ns)
{
	uint64_t end = (clock__monotonic_ns() + ns) / TICKS_NS + 1;
	const struct timespec at = {
		.tv_sec = end * TICKS_NS / 1000000000,
		.tv_nsec = end * TICKS_NS % 1000000000,
	};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}
