// SPDX-License-Identifier: GPL-2.0-only
/*
 * silence.c - does a machine hang? By its CPU time, not by the clock: a host that
 * is busy with other things only makes everything slower.
 */
#include "silence.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BOOT_LIMIT	120.0	/* CPU seconds: boots take 1 to 6, with sanitizers 30 */
#define CELL_LIMIT	20.0	/* CPU seconds: cells take 0.02 to 2 */
#define TIMES_BEFORE	20	/* a cell may take so many times what it took before */
#define TIMES_BOOT	8	/* or, where all is slow, so many times what the boot took */
#define USUAL_VCPUS	255	/* cells of so many at most are those meant above */
#define TIMES_TAINTED	0.25	/* another machine has shown that the cell hangs */

double silence__cpu_time(pid_t pid)
{
	unsigned long long user, system;
	char path[64], text[1024] = "", *end;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (!fgets(text, sizeof(text), f))
		text[0] = 0;
	fclose(f);
	end = strrchr(text, ')');	/* the process's name may hold anything */
	if (!end || sscanf(end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
			   &user, &system) != 2)
		return 0;
	return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static double at_least(double limit, double other)
{
	return limit > other ? limit : other;
}

/* The life of 4,096 vCPUs takes 40 CPU seconds. */
unsigned int silence__patience(unsigned int vcpus)
{
	return 1 + vcpus / (USUAL_VCPUS + 1);
}

double silence__limit(const struct silence *s)
{
	double limit = at_least(CELL_LIMIT, TIMES_BOOT * s->boot) * silence__patience(s->vcpus);

	if (s->booting)
		return BOOT_LIMIT;
	if (s->tainted)
		return limit * TIMES_TAINTED;
	return at_least(limit, TIMES_BEFORE * s->before);
}
