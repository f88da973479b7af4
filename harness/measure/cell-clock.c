// SPDX-License-Identifier: GPL-2.0-only
/* cell-clock.c - when a batch of the VMM's own operations begins and ends. */
#include <time.h>

#include "cell-clock.h"
#include "guests/mark.h"
#include "memory.h"

#define REST_NS		60000000	/* longer than grace periods and what follows them */

void cell_clock__settle(const struct cell *cell, unsigned int seconds)
{
	const struct timespec pause = {
		.tv_sec = cell->unit == &clock_bytes && !cell->bench->cache ? seconds : 0,
		.tv_nsec = cell->bench->clock == BENCH_CLOCK_VMM ? 1000000 : REST_NS,
	};

	nanosleep(&pause, NULL);
}

bool cell_clock__is_late(const struct cell *cell)
{
	return cell->unit->insns && cell->bench->clock == BENCH_CLOCK_TASKS;
}

/*
 * Where the TSC is the clock, what is between both marks is what it counts. Of all tasks
 * it is what they execute from one leaving of the CPU to the other.
 */
double cell_clock__start(const struct cell *cell)
{
	double now;

	if (cell->unit == &clock_bytes)
		return memory__taken(cell->bench->cache);
	if (cell_clock__is_late(cell)) {
		clock__rest(REST_NS);
		clock__leave_cpu();
		mark__tasks();
		return clock__tasks_ns();
	}
	if (cell->unit->insns)
		return mark__tsc_begin();
	now = clock__monotonic_ns();
	mark__tasks();
	return now;
}

double cell_clock__stop(const struct cell *cell)
{
	if (cell->unit == &clock_bytes)
		return memory__taken(cell->bench->cache);
	if (cell_clock__is_late(cell)) {
		clock__leave_cpu();
		mark__end();
		return clock__tasks_ns();
	}
	if (cell->unit->insns)
		return mark__tsc_end();
	mark__end();
	return clock__monotonic_ns();
}
