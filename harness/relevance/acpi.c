// SPDX-License-Identifier: GPL-2.0-only
/*
 * acpi.c - the tables without which Linux finds one CPU: RSDP, XSDT, FADT, MADT and an
 * empty DSDT. The platform is "hardware-reduced", as that of micro-VMs: no PIT, no PIC,
 * no PM timer.
 */
#include <string.h>

#include "guest.h"

#define MADT_AT		0x400	/* the largest comes last */
#define FADT_AT		0x100
#define DSDT_AT		0x240
#define XSDT_AT		0x40
#define IOAPIC_ADDRESS	0xfec00000
#define LAPIC_ADDRESS	0xfee00000
#define FADT_SIZE	276
#define FADT_HW_REDUCED	(1u << 20)
#define FADT_NO_VGA	(1u << 2)
#define FADT_NO_RTC	(1u << 5)

struct acpi_header {
	char signature[4];
	uint32_t length;
	uint8_t revision, checksum;
	char oem[6], oem_table[8];
	uint32_t oem_revision;
	char creator[4];
	uint32_t creator_revision;
} __attribute__((packed));

/* ACPI 6.4, section 5.2.5.3 */
struct acpi_rsdp {
	char signature[8];
	uint8_t checksum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt;
	uint32_t length;
	uint64_t xsdt;
	uint8_t extended_checksum, reserved[3];
} __attribute__((packed));

static uint8_t checksum(const void *table, size_t length)
{
	const uint8_t *byte = table;
	uint8_t sum = 0;

	while (length--)
		sum += *byte++;
	return -sum;
}

static uint8_t *begin(struct linux_guest *guest, unsigned int at, const char *signature,
		      unsigned int revision, unsigned int length)
{
	uint8_t *table = guest->mem + LINUX_GUEST_ACPI + at;
	struct acpi_header header = { .length = length, .revision = revision };

	memcpy(header.signature, signature, 4);
	memcpy(header.oem, "VCPUSC", 6);
	memcpy(header.oem_table, "RELEVANC", 8);
	memcpy(header.creator, "VCPU", 4);
	memset(table, 0, length);
	memcpy(table, &header, sizeof(header));
	return table;
}

static void end(uint8_t *table)
{
	struct acpi_header *header = (void *)table;

	header->checksum = checksum(table, header->length);
}

static void put(uint8_t *at, uint64_t value, unsigned int bytes)
{
	memcpy(at, &value, bytes);
}

/* A LAPIC a vCPU, then the IOAPIC: sections 5.2.12.2 and 5.2.12.3. */
static void write_madt(struct linux_guest *guest)
{
	unsigned int length = sizeof(struct acpi_header) + 8 + 8 * guest->nr_vcpus + 12, i;
	uint8_t *madt = begin(guest, MADT_AT, "APIC", 5, length), *at;

	at = madt + sizeof(struct acpi_header);
	put(at, LAPIC_ADDRESS, 4);
	at += 8;
	for (i = 0; i < guest->nr_vcpus; i++, at += 8) {
		at[1] = 8;
		at[2] = i;
		at[3] = i;
		at[4] = 1;	/* enabled */
	}
	at[0] = 1;
	at[1] = 12;
	put(at + 4, IOAPIC_ADDRESS, 4);
	end(madt);
}

static void write_fadt(struct linux_guest *guest)
{
	uint8_t *fadt = begin(guest, FADT_AT, "FACP", 6, FADT_SIZE);

	put(fadt + 109, FADT_NO_VGA | FADT_NO_RTC, 2);
	put(fadt + 112, FADT_HW_REDUCED, 4);
	put(fadt + 140, LINUX_GUEST_ACPI + DSDT_AT, 8);
	end(fadt);
	end(begin(guest, DSDT_AT, "DSDT", 2, sizeof(struct acpi_header)));
}

uint64_t linux_guest__write_acpi(struct linux_guest *guest)
{
	struct acpi_rsdp rsdp = {
		.signature = "RSD PTR ", .oem = "VCPUSC", .revision = 2,
		.length = sizeof(rsdp), .xsdt = LINUX_GUEST_ACPI + XSDT_AT,
	};
	uint8_t *xsdt = begin(guest, XSDT_AT, "XSDT", 1, sizeof(struct acpi_header) + 16);

	put(xsdt + sizeof(struct acpi_header), LINUX_GUEST_ACPI + FADT_AT, 8);
	put(xsdt + sizeof(struct acpi_header) + 8, LINUX_GUEST_ACPI + MADT_AT, 8);
	end(xsdt);
	write_fadt(guest);
	write_madt(guest);
	rsdp.checksum = checksum(&rsdp, 20);
	rsdp.extended_checksum = checksum(&rsdp, sizeof(rsdp));
	memcpy(guest->mem + LINUX_GUEST_ACPI, &rsdp, sizeof(rsdp));
	return LINUX_GUEST_ACPI;
}
