// SPDX-License-Identifier: GPL-2.0-only
/*
 * deliver.c - MSIs and the IOAPIC's interrupts reach the vCPUs they are meant
 * for and no other, whoever went before. Nothing runs: an interrupt that was
 * delivered stands in the LAPIC's IRR.
 */
#include <stdint.h>

#include "functional.h"
#include "guests/x86/apic.h"

#define VCPUS		6
#define MIDDLE		3
#define NOBODY		-1
#define ALL		MSI_TO_ALL

struct delivery {
	int kvm, vm;
	int vcpus[VCPUS];	/* NOBODY: it is gone */
};

static uint32_t *lapic_register(struct kvm_lapic_state *state, unsigned int offset)
{
	return (uint32_t *)(state->regs + offset);
}

/* Software-enabled, and in the flat logical model the bit of its id. */
static void enable_lapic(int vcpu, unsigned int id)
{
	struct kvm_lapic_state state;

	EXPECT(!ioctl(vcpu, KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s", strerror(errno));
	*lapic_register(&state, APIC_SPIV) = APIC_SPIV_ENABLE | 0xff;
	*lapic_register(&state, APIC_DFR) = APIC_DFR_FLAT;
	*lapic_register(&state, APIC_LDR) = APIC_LOGICAL_ID(id);
	EXPECT(!ioctl(vcpu, KVM_SET_LAPIC, &state), "KVM_SET_LAPIC: %s", strerror(errno));
}

static bool is_pending(int vcpu, unsigned int vector)
{
	struct kvm_lapic_state state;

	EXPECT(!ioctl(vcpu, KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s", strerror(errno));
	return *lapic_register(&state, APIC_IRR + vector / 32 * 16) >> vector % 32 & 1;
}

static void create_one(struct delivery *d, unsigned int id)
{
	d->vcpus[id] = kvm__need_vcpu(d->vm, id);
	enable_lapic(d->vcpus[id], id);
}

static void create(struct delivery *d)
{
	unsigned int i;

	d->kvm = kvm__open();
	d->vm = kvm__create_vm(d->kvm);
	for (i = 0; i < VCPUS; i++)
		create_one(d, i);
}

static void remove_one(struct delivery *d, unsigned int id)
{
	kvm__close(d->vcpus[id]);
	d->vcpus[id] = NOBODY;
}

static int send_msi(struct delivery *d, unsigned int mode, unsigned int to, unsigned int data)
{
	struct kvm_msi msi = { .address_lo = MSI_ADDRESS | mode | MSI_DEST(to), .data = data };
	int n = ioctl(d->vm, KVM_SIGNAL_MSI, &msi);

	EXPECT(n >= 0 || errno == EPERM, "KVM_SIGNAL_MSI to %u: %s", to, strerror(errno));
	return n;
}

/* Pending at all whose bit is set in the mask, if alive, and at no other. */
static void expect_at(struct delivery *d, unsigned int mask, unsigned int vector)
{
	unsigned int i;
	bool expected;

	for (i = 0; i < VCPUS; i++) {
		if (d->vcpus[i] == NOBODY)
			continue;
		expected = mask >> i & 1;
		EXPECT(is_pending(d->vcpus[i], vector) == expected,
		       "vector %u is %spending at vCPU %u", vector, expected ? "not " : "", i);
	}
}

static void try_msi(struct delivery *d, unsigned int vector)
{
	unsigned int i;
	int n;

	for (i = 0; i < VCPUS; i++, vector++) {
		n = send_msi(d, 0, i, vector);
		EXPECT((n > 0) == (d->vcpus[i] != NOBODY), "KVM_SIGNAL_MSI to vCPU %u, %s: %d", i,
		       d->vcpus[i] == NOBODY ? "which is gone" : "which is alive", n);
		expect_at(d, 1u << i, vector);
	}
	send_msi(d, 0, ALL, vector);
	expect_at(d, ALL, vector);
}

static unsigned int count_pending(struct delivery *d, unsigned int vector)
{
	unsigned int i, n = 0;

	for (i = 0; i < VCPUS; i++)
		n += d->vcpus[i] != NOBODY && is_pending(d->vcpus[i], vector);
	return n;
}

/* KVM picks one by the vector: as many vectors as vCPUs try each place. */
static void try_lowest(struct delivery *d, unsigned int vector)
{
	unsigned int end = vector + VCPUS, n;

	for (; vector < end; vector++) {
		send_msi(d, MSI_LOGICAL, ALL, APIC_DM_LOWEST | vector);
		n = count_pending(d, vector);
		EXPECT(n == 1, "a lowest-priority MSI, vector %u, reached %u vCPUs", vector, n);
	}
}

/* Pin 4 + n of the IOAPIC sends to APIC id n, edge-triggered. */
static void route_ioapic(struct delivery *d, unsigned int vector)
{
	struct kvm_irqchip chip = { .chip_id = KVM_IRQCHIP_IOAPIC };
	unsigned int i;

	EXPECT(!ioctl(d->vm, KVM_GET_IRQCHIP, &chip), "KVM_GET_IRQCHIP: %s", strerror(errno));
	for (i = 0; i < VCPUS; i++) {
		chip.chip.ioapic.redirtbl[4 + i].bits = vector + i;
		chip.chip.ioapic.redirtbl[4 + i].fields.dest_id = i;
	}
	EXPECT(!ioctl(d->vm, KVM_SET_IRQCHIP, &chip), "KVM_SET_IRQCHIP: %s", strerror(errno));
}

static void pulse(struct delivery *d, unsigned int pin)
{
	struct kvm_irq_level line = { .irq = pin, .level = 1 };

	EXPECT(!ioctl(d->vm, KVM_IRQ_LINE, &line), "KVM_IRQ_LINE %u: %s", pin, strerror(errno));
	line.level = 0;
	EXPECT(!ioctl(d->vm, KVM_IRQ_LINE, &line), "KVM_IRQ_LINE %u: %s", pin, strerror(errno));
}

static void try_ioapic(struct delivery *d, unsigned int vector)
{
	unsigned int i;

	route_ioapic(d, vector);
	for (i = 0; i < VCPUS; i++) {
		pulse(d, 4 + i);
		expect_at(d, 1u << i, vector + i);
	}
}

static void try_all(struct delivery *d, unsigned int vector)
{
	try_msi(d, vector);
	try_lowest(d, vector + 0x10);
	try_ioapic(d, vector + 0x20);
}

TEST(deliver_alive, 0, "MSIs and IOAPIC interrupts reach the vCPU they are sent to")
{
	struct delivery d;

	create(&d);
	try_all(&d, 0x30);
}

TEST(deliver_gone, NEEDS_VCPU_GONE, "and do so after one in the middle went")
{
	struct delivery d;

	create(&d);
	remove_one(&d, MIDDLE);
	try_all(&d, 0x30);
}

TEST(deliver_again, NEEDS_VCPU_GONE, "and when it was created again, with nothing pending")
{
	struct delivery d;

	create(&d);
	try_all(&d, 0x30);
	remove_one(&d, MIDDLE);
	try_all(&d, 0x60);
	create_one(&d, MIDDLE);
	EXPECT(!is_pending(d.vcpus[MIDDLE], 0x30 + MIDDLE), "it has inherited an interrupt");
	try_all(&d, 0x90);
}

TEST(deliver_boot_gone, NEEDS_VCPU_GONE, "and when the boot vCPU and the last one are gone")
{
	struct delivery d;

	create(&d);
	remove_one(&d, 0);
	remove_one(&d, VCPUS - 1);
	try_all(&d, 0x30);
}
