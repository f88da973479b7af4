// SPDX-License-Identifier: GPL-2.0-only
/*
 * kvmslab.c - count vCPUs by their slab cache
 * (Documentation/ABI/testing/sysfs-kernel-slab).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "kvmslab.h"

#define CACHE		"/sys/kernel/slab/kvm_vcpu"
#define WAIT_MS		10000

/* Free objects on the lists of CPUs count as used: shrinking puts them back. */
static int shrink(void)
{
	int fd = open(CACHE "/shrink", O_WRONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -errno;
	length = write(fd, "1", 1);
	close(fd);
	return length == 1 ? 0 : -EIO;
}

long kvmslab__vcpus(void)
{
	long n = -1;
	FILE *f;

	if (shrink())
		return -1;
	f = fopen(CACHE "/objects", "re");
	if (!f)
		return -1;
	if (fscanf(f, "%ld", &n) != 1)
		n = -1;
	fclose(f);
	return n;
}

int kvmslab__wait(long vcpus)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	unsigned int i;

	for (i = 0; vcpus >= 0 && kvmslab__vcpus() > vcpus; i++) {
		if (i == WAIT_MS)
			return -ETIMEDOUT;
		nanosleep(&pause, NULL);
	}
	return 0;
}
