// SPDX-License-Identifier: GPL-2.0-only
/*
 * pin.c - sched_setaffinity(2): a thread that moves between CPUs measures cold
 * caches now and then.
 */
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pin.h"

static cpu_set_t allowed;
static int cpus[CPU_SETSIZE];	/* in the order of the list */
static unsigned int nr_cpus;

static bool add(long first, long last)
{
	for (; first <= last; first++) {
		if (first < 0 || first >= CPU_SETSIZE || !CPU_ISSET(first, &allowed) ||
		    nr_cpus == CPU_SETSIZE)
			return false;
		cpus[nr_cpus++] = first;
	}
	return true;
}

static bool parse(const char *list)
{
	char *end;
	long first, last;

	while (*list) {
		first = last = strtol(list, &end, 10);
		if (end == list)
			return false;
		if (*end == '-') {
			list = end + 1;
			last = strtol(list, &end, 10);
			if (end == list)
				return false;
		}
		if (last < first || !add(first, last) ||
		    (*end && (*end != ',' || !end[1])))
			return false;
		list = *end ? end + 1 : end;
	}
	return nr_cpus > 0;
}

static void move_to(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

int pin__setup(const char *list)
{
	int cpu;

	nr_cpus = 0;
	if (list && !strcmp(list, "any"))
		return 0;
	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return list ? -EINVAL : 0;	/* more CPUs than a set holds */
	for (cpu = 0; !list && cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed))
			cpus[nr_cpus++] = cpu;
	if (list && !parse(list))
		return -EINVAL;
	pin__thread(0);
	return 0;
}

void pin__thread(unsigned int index)
{
	if (!nr_cpus)
		return;
	if (!index || nr_cpus == 1)
		move_to(cpus[0]);
	else
		move_to(cpus[1 + (index - 1) % (nr_cpus - 1)]);
}

void pin__release(void)
{
	if (nr_cpus)
		sched_setaffinity(0, sizeof(allowed), &allowed);
}

void pin__print(FILE *out)
{
	unsigned int i;

	if (!nr_cpus) {
		fputs("pinned: no\n", out);
		return;
	}
	fprintf(out, "pinned: vcpu0=%d others=", cpus[0]);
	for (i = nr_cpus > 1; i < nr_cpus; i++)
		fprintf(out, "%s%d", i > 1 ? "," : "", cpus[i]);
	fputc('\n', out);
}
