// SPDX-License-Identifier: GPL-2.0-only
/*
 * ops-after.c - a vCPU goes at a bad moment for others, and all that
 * may still hold it are made to use it.
 *
 * An interrupt wakes a sleeping thread, which takes the CPU from another one. That
 * may be in the middle of a walk over the vCPUs, and continues when the vCPU that
 * it had reached is gone.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "guests/x86/apic.h"
#include "stress.h"

#define GRACE_MS	60	/* as a rule a grace period is over by then */

static void msi_to_each(struct life *life)
{
	unsigned int id;

	for (id = 0; id < life->nr_ids && !life->stop; id++)
		life__msi(life, id, 0, 0x41);
}

/* Each interrupt to all walks all of them: the more, the longer the walk. */
static int many_walks(struct life *life, struct rand *r)
{
	unsigned int n = 20 + rand__below(r, 200);
	int err = 0;

	while (n-- && !life->stop && !err)
		err = life__msi(life, MSI_TO_ALL, 0, 0x42);
	return err;
}

static int nap_and_close(struct life *life, struct rand *r)
{
	unsigned int slot = rand__below(r, MAX_SLOTS), n = 1 + rand__below(r, 6), closed = 0;
	int fd;

	for (; n-- && !life->stop; slot++) {
		pause_us(50 + rand__below(r, 500));
		fd = atomic_exchange(&life->slots[slot % MAX_SLOTS], -1);
		if (fd >= 0 && !close(fd))
			closed++;
	}
	return closed ? 0 : -1;
}

/* Made, left alone for a moment, closed: again and again in the same place. */
static int nap_and_blink(struct life *life, struct rand *r)
{
	unsigned int id = rand__below(r, life->nr_ids), n = 1 + rand__below(r, 6);
	int fd;

	while (n-- && !life->stop) {
		fd = ioctl(life->vm_fd, KVM_CREATE_VCPU, id);
		if (fd < 0)
			return -errno;
		pause_us(50 + rand__below(r, 300));
		close(fd);
	}
	return 0;
}

/* When its memory has been given back, nobody may find it any more. */
static int close_and_ask(struct life *life, struct rand *r)
{
	int err = nap_and_close(life, r);

	if (err)
		return err;
	pause_us(1000 * rand__below(r, GRACE_MS));
	msi_to_each(life);
	return 0;
}

static const struct op ops[] STRESS_OPS = {
	{ "many-walks", 4, many_walks },
	{ "nap-and-close", 6, nap_and_close },
	{ "nap-and-blink", 6, nap_and_blink },
	{ "close-and-ask", 6, close_and_ask },
};
