// SPDX-License-Identifier: GPL-2.0-only
/*
 * ops-assign.c - irqfds whose eventfds have a bypass producer, as those of an assigned
 * device have: vCPUs stay while there is one.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "guests/x86/apic.h"
#include "lib/bypass.h"
#include "stress.h"

static int set_irqfd(struct life *life, int fd, unsigned int gsi, bool assign)
{
	const struct kvm_irqfd irqfd = {
		.fd = fd, .gsi = gsi, .flags = assign ? 0 : KVM_IRQFD_FLAG_DEASSIGN,
	};

	return ioctl(life->vm_fd, KVM_IRQFD, &irqfd) ? -errno : 0;
}

/* Assigned for a moment. The end of its eventfd takes an irqfd away, too. */
static int assign(struct life *life, struct rand *r)
{
	unsigned int gsi = rand__below(r, IOAPIC_PINS);
	const uint64_t one = 1;
	struct bypass b;
	int err = bypass__create(&b);

	if (err)
		return err;
	err = set_irqfd(life, b.eventfd, gsi, true);
	if (!err) {
		pause_us(rand__below(r, 2000));
		if (rand__chance(r, 50) && write(b.eventfd, &one, sizeof(one)) < 0)
			err = -errno;
		if (rand__chance(r, 70))
			set_irqfd(life, b.eventfd, gsi, false);
	}
	bypass__destroy(&b);
	return err;
}

/* On and off: each time vCPUs that are just leaving are waited for. */
static int assign_in_turns(struct life *life, struct rand *r)
{
	unsigned int n = 1 + rand__below(r, 20);
	struct bypass b;
	int err = bypass__create(&b);

	if (err)
		return err;
	while (n-- && !err && !life->stop) {
		err = set_irqfd(life, b.eventfd, 1, true);
		if (!err)
			set_irqfd(life, b.eventfd, 1, false);
	}
	bypass__destroy(&b);
	return err;
}

static const struct op ops[] STRESS_OPS = {
	{ "assign", 3, assign },
	{ "assign-turns", 2, assign_in_turns },
};
