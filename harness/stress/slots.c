// SPDX-License-Identifier: GPL-2.0-only
/* slots.c - the descriptors of vCPUs that a life keeps, handed about without a lock. */
#include <unistd.h>

#include "stress.h"

int life__vcpu(struct life *life, struct rand *r)
{
	unsigned int first = rand__below(r, MAX_SLOTS), i;
	int fd = -1;

	for (i = first; fd < 0 && i < first + MAX_SLOTS; i++)
		fd = life->slots[i % MAX_SLOTS];
	return fd;
}

void life__close(struct life *life, int fd)
{
	unsigned int i;
	int expected;

	for (i = 0; i < MAX_SLOTS; i++) {
		expected = fd;
		if (atomic_compare_exchange_strong(&life->slots[i], &expected, -1)) {
			close(fd);
			return;
		}
	}
}

void life__put(struct life *life, struct rand *r, int fd)
{
	fd = atomic_exchange(&life->slots[rand__below(r, MAX_SLOTS)], fd);
	if (fd >= 0)
		close(fd);
}
