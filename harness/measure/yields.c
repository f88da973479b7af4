// SPDX-License-Identifier: GPL-2.0-only
/*
 * yields.c - count the tasks that yield_to() is called for, by a kprobe
 * (Documentation/trace/kprobetrace.rst). Nothing else says whom KVM has chosen: which
 * task runs next is then the scheduler's choice.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "guests/abi.h"
#include "yields.h"

#define TRACING		"/sys/kernel/tracing"
#define PROBE		"p:vcpuscale/yield yield_to task=$arg1:x64"
#define NO_PROBE	"-:vcpuscale/yield"

/* The tasks, by their addresses, which nobody follows. */
static struct {
	unsigned long long task;
	unsigned int times;
} seen[GUEST_MAX_VCPUS];

static int put(const char *path, int flags, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | flags);
	ssize_t length = strlen(text);
	int err = fd < 0 || write(fd, text, length) != length ? -ENODEV : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

static int forget(void)
{
	return put(TRACING "/trace", O_TRUNC, "\n");
}

int yields__open(void)
{
	if (access(TRACING "/kprobe_events", W_OK))
		mount("tracefs", TRACING, "tracefs", 0, NULL);
	if (put(TRACING "/kprobe_events", O_APPEND, PROBE))
		return -ENODEV;
	if (!put(TRACING "/events/vcpuscale/yield/enable", 0, "1") && !forget())
		return 0;
	yields__close();
	return -ENODEV;
}

/* EEVDF puts a task off by a slice of its weight for each yield: 255 vCPUs took a minute. */
void yields__hurry(void)
{
	setpriority(PRIO_PROCESS, gettid(), -20);
}

void yields__close(void)
{
	put(TRACING "/events/vcpuscale/yield/enable", 0, "0");
	put(TRACING "/kprobe_events", O_APPEND, NO_PROBE);
}

static void note(unsigned long long task, unsigned int *nr)
{
	unsigned int i;

	for (i = 0; i < *nr && seen[i].task != task; i++)
		;
	if (i == GUEST_MAX_VCPUS)
		return;
	if (i == *nr) {
		seen[i].task = task;
		seen[i].times = 0;
		++*nr;
	}
	seen[i].times++;
}

double yields__skew(unsigned int nr_others)
{
	double fair, off, worst = 0;
	unsigned int i, nr = 0, sum = 0;
	unsigned long long task;
	char line[512], *at;
	FILE *f = fopen(TRACING "/trace", "re");

	while (f && fgets(line, sizeof(line), f)) {
		at = strstr(line, " task=0x");
		if (at && sscanf(at, " task=%llx", &task) == 1) {
			note(task, &nr);
			sum++;
		}
	}
	if (f)
		fclose(f);
	forget();
	if (!sum)
		return 0;
	fair = (double)sum / nr_others;
	for (i = 0; i < nr; i++) {
		off = seen[i].times > fair ? seen[i].times - fair : fair - seen[i].times;
		if (off > worst)
			worst = off;
	}
	if (nr < nr_others && worst < fair)
		worst = fair;		/* those that were never yielded to */
	return 1000 + 1000 * worst / fair;
}
