// SPDX-License-Identifier: GPL-2.0-only
/* ops-irq.c - interrupts and all that goes with them, from the VMM's side. */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "guests/x86/apic.h"
#include "stress.h"

int life__msi(struct life *life, unsigned int dest, unsigned int flags, unsigned int data)
{
	struct kvm_msi msi = {
		.address_lo = MSI_ADDRESS | MSI_DEST(dest) | flags,
		.data = data,
	};
	int n = ioctl(life->vm_fd, KVM_SIGNAL_MSI, &msi);

	return n < 0 ? -errno : 0;
}

static int msi_broadcast(struct life *life, struct rand *r)
{
	return life__msi(life, MSI_TO_ALL, 0, 0x40 + rand__below(r, 8));
}

/* By the map of APIC ids, which is rebuilt as vCPUs go. */
static int msi_one(struct life *life, struct rand *r)
{
	return life__msi(life, rand__below(r, life->nr_ids), 0, 0x40);
}

/* Lowest priority: hashed over the vCPUs that fit. */
static int msi_lowest(struct life *life, struct rand *r)
{
	return life__msi(life, 1 + rand__below(r, 255), MSI_LOGICAL | MSI_REDIRECT,
			 APIC_DM_LOWEST | 0x40);
}

static int msi_nmi_or_init(struct life *life, struct rand *r)
{
	return life__msi(life, rand__chance(r, 50) ? MSI_TO_ALL : rand__below(r, life->nr_ids), 0,
			 rand__chance(r, 70) ? APIC_DM_NMI : APIC_DM_INIT);
}

static int irq_line(struct life *life, struct rand *r)
{
	struct kvm_irq_level irq = {
		.irq = rand__below(r, IOAPIC_PINS), .level = rand__below(r, 2),
	};

	return ioctl(life->vm_fd, KVM_IRQ_LINE, &irq);
}

/* A change of routes is a request to all to look at the IOAPIC again. */
static int routing(struct life *life, struct rand *r)
{
	struct {
		struct kvm_irq_routing head;
		struct kvm_irq_routing_entry entries[IOAPIC_PINS];
	} table = { .head.nr = 1 + rand__below(r, IOAPIC_PINS) };
	unsigned int i;

	for (i = 0; i < table.head.nr; i++) {
		struct kvm_irq_routing_entry *e = &table.entries[i];

		e->gsi = i;
		if (life->irqchip == IRQCHIP_FULL && rand__chance(r, 60)) {
			e->type = KVM_IRQ_ROUTING_IRQCHIP;
			e->u.irqchip.irqchip = KVM_IRQCHIP_IOAPIC;
			e->u.irqchip.pin = i;
		} else {
			e->type = KVM_IRQ_ROUTING_MSI;
			e->u.msi.address_lo = MSI_ADDRESS | MSI_DEST(rand__below(r, 256));
			e->u.msi.data = 0x40;
		}
	}
	return ioctl(life->vm_fd, KVM_SET_GSI_ROUTING, &table);
}

static int ioapic(struct life *life, struct rand *r)
{
	struct kvm_irqchip chip = { .chip_id = KVM_IRQCHIP_IOAPIC };
	unsigned int pin;

	if (ioctl(life->vm_fd, KVM_GET_IRQCHIP, &chip))
		return -errno;
	for (pin = 0; pin < IOAPIC_PINS; pin++) {
		/* Vector, delivery mode fixed or lowest, level or edge, mask, anyone. */
		chip.chip.ioapic.redirtbl[pin].bits = 0x40 + rand__below(r, 16) +
			(rand__next(r) & (APIC_DM_LOWEST | APIC_DEST_LOGICAL |
						      IOAPIC_LEVEL | IOAPIC_MASKED)) +
			((uint64_t)rand__below(r, 256) << 56);
	}
	return ioctl(life->vm_fd, KVM_SET_IRQCHIP, &chip);
}

/* Bound to a pin or taken away, fired, with or without being resampled at EOI. */
static int irqfd(struct life *life, struct rand *r)
{
	uint64_t one = 1;
	unsigned int n = rand__below(r, MAX_KEPT), m = rand__below(r, MAX_KEPT);
	struct kvm_irqfd bind = {
		.fd = life->events[n], .gsi = rand__below(r, IOAPIC_PINS),
		.flags = rand__chance(r, 40) ? KVM_IRQFD_FLAG_DEASSIGN : 0,
	};

	if (!bind.flags && n != m && rand__chance(r, 30)) {
		bind.flags = KVM_IRQFD_FLAG_RESAMPLE;
		bind.resamplefd = life->events[m];
	}
	ioctl(life->vm_fd, KVM_IRQFD, &bind);
	return write(life->events[n], &one, sizeof(one)) < 0 ? -errno : 0;
}

static int fire(struct life *life, struct rand *r)
{
	uint64_t one = 1;

	return write(life->events[rand__below(r, MAX_KEPT)], &one, sizeof(one)) < 0 ? -errno : 0;
}

/* Another id, another LDR, enabled or not: the map of APICs is made anew. */
static int lapic(struct life *life, struct rand *r)
{
	struct kvm_lapic_state state;
	int fd = life__vcpu(life, r);
	uint32_t value;

	if (ioctl(fd, KVM_GET_LAPIC, &state))
		return -errno;
	if (rand__chance(r, 30)) {
		value = rand__below(r, life->nr_ids) << 24;
		memcpy(state.regs + APIC_ID, &value, sizeof(value));
	}
	value = APIC_LOGICAL_ID(rand__below(r, 8));
	memcpy(state.regs + APIC_LDR, &value, sizeof(value));
	value = (rand__chance(r, 80) ? APIC_SPIV_ENABLE : 0) | 0xff;
	memcpy(state.regs + APIC_SPIV, &value, sizeof(value));
	return ioctl(fd, KVM_SET_LAPIC, &state);
}

int life__redirect(struct life *life, unsigned int pin, unsigned int id, bool level)
{
	struct kvm_irqchip chip = { .chip_id = KVM_IRQCHIP_IOAPIC };

	if (ioctl(life->vm_fd, KVM_GET_IRQCHIP, &chip))
		return -errno;
	chip.chip.ioapic.redirtbl[pin].bits = (0x50 + pin) | (level ? IOAPIC_LEVEL : 0) |
					      (uint64_t)id << 56;
	return ioctl(life->vm_fd, KVM_SET_IRQCHIP, &chip) ? -errno : 0;
}

static const struct op ops[] STRESS_OPS = {
	{ "msi-broadcast", 16, msi_broadcast },
	{ "msi-one", 12, msi_one },
	{ "msi-lowest", 6, msi_lowest },
	{ "msi-nmi-init", 3, msi_nmi_or_init },
	{ "irq-line", 6, irq_line },
	{ "routing", 4, routing },
	{ "ioapic", 4, ioapic },
	{ "irqfd", 4, irqfd },
	{ "irqfd-fire", 4, fire },
	{ "lapic", 8, lapic },
};
