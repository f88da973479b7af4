// SPDX-License-Identifier: GPL-2.0-only
/*
 * ops-owed.c - interrupts whose end somebody waits for: the PIT's ticks, which are
 * counted until they are acknowledged, and irqfds with resampling. vCPUs that have to
 * acknowledge are closed.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "guests/x86/apic.h"
#include "stress.h"

/* Where the bus for its ports is full, it fails late: see life.c. */
static int create_pit(struct life *life, struct rand *r)
{
	const struct kvm_pit_config config = {
		.flags = rand__chance(r, 50) ? KVM_PIT_SPEAKER_DUMMY : 0,
	};

	return ioctl(life->vm_fd, KVM_CREATE_PIT2, &config);
}

static int program_pit(struct life *life, struct rand *r)
{
	const struct kvm_reinject_control reinject = { .pit_reinject = rand__chance(r, 80) };
	struct kvm_pit_state2 state;

	if (ioctl(life->vm_fd, KVM_GET_PIT2, &state))
		return -errno;
	state.channels[0].count = 1000 + rand__below(r, 60000);
	state.channels[0].mode = rand__chance(r, 80) ? 2 : 0;
	ioctl(life->vm_fd, KVM_REINJECT_CONTROL, &reinject);
	return ioctl(life->vm_fd, KVM_SET_PIT2, &state);
}

/* Ticks that only one vCPU can acknowledge. */
static int lead_pit(struct life *life, struct rand *r)
{
	int err = program_pit(life, r);

	return err ? err : life__redirect(life, 0, rand__below(r, life->nr_ids), false);
}

/* Each time @pin's interrupt ends, @resample is signalled. */
static int set_resampled(struct life *life, unsigned int pin, int fd, int resample, bool assign)
{
	const struct kvm_irqfd irqfd = {
		.fd = fd, .gsi = pin, .resamplefd = resample,
		.flags = assign ? KVM_IRQFD_FLAG_RESAMPLE : KVM_IRQFD_FLAG_DEASSIGN,
	};

	return ioctl(life->vm_fd, KVM_IRQFD, &irqfd) ? -errno : 0;
}

/* A vCPU gets an interrupt, and is closed before it can have acknowledged that. */
static int owe(struct life *life, struct rand *r)
{
	unsigned int id = rand__below(r, life->nr_ids), pin = 1 + rand__below(r, IOAPIC_PINS - 1);
	unsigned int n = rand__below(r, MAX_KEPT), m = (n + 1) % MAX_KEPT;
	const uint64_t one = 1;
	int fd = ioctl(life->vm_fd, KVM_CREATE_VCPU, id), err;

	if (fd < 0)
		return -errno;
	err = prepare__lapic(fd);
	if (!err)
		err = life__redirect(life, pin, id, rand__chance(r, 70));
	if (!err)
		err = set_resampled(life, pin, life->events[n], life->events[m], true);
	if (!err && write(life->events[n], &one, sizeof(one)) < 0)
		err = -errno;
	pause_us(rand__below(r, 500));
	close(fd);
	if (rand__chance(r, 50))
		set_resampled(life, pin, life->events[n], life->events[m], false);
	return err;
}

static const struct op ops[] STRESS_OPS = {
	{ "pit-create", 2, create_pit },
	{ "pit-program", 2, program_pit },
	{ "pit-lead", 3, lead_pit },
	{ "owe", 6, owe },
};
