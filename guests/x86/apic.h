/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * apic.h - the interrupt controllers' registers and bits, for guests, for
 * assembly, and for programs that read a guest's APIC from outside.
 */
#ifndef GUESTS_X86_APIC_H
#define GUESTS_X86_APIC_H

/* Local APIC, offsets from its base: Intel SDM vol. 3A, table 11-1 */
#define APIC_BASE	0xfee00000
#define APIC_ID		0x020
#define APIC_EOI	0x0b0
#define APIC_LDR	0x0d0
#define APIC_DFR	0x0e0
#define APIC_SPIV	0x0f0
#define APIC_IRR	0x200
#define APIC_ICR	0x300
#define APIC_ICR2	0x310
#define APIC_LVTT	0x320
#define APIC_TMICT	0x380
#define APIC_TMCCT	0x390
#define APIC_TDCR	0x3e0

#define APIC_SPIV_ENABLE	0x100
#define APIC_DFR_FLAT		0xffffffff
#define APIC_LVTT_PERIODIC	0x20000
#define APIC_TDCR_1		0xb		/* divide by one */

/* The low half of the ICR, of an IOAPIC's entry, and the data of an MSI. */
#define APIC_DM_FIXED		0x00000
#define APIC_DM_LOWEST		0x00100
#define APIC_DM_NMI		0x00400
#define APIC_DM_INIT		0x00500
#define APIC_DEST_LOGICAL	0x00800
#define APIC_LEVEL_ASSERT	0x04000
#define APIC_LEVEL_TRIGGER	0x08000
#define APIC_DEST_SELF		0x40000
#define APIC_DEST_ALLINC	0x80000
#define APIC_DEST_ALLBUT	0xc0000

/* A logical destination in the flat model: 8 bits, those of the vCPUs meant. */
#define APIC_LOGICAL_ID(n)	(1u << (24 + (n)))

/* In x2APIC mode, MSRs: Intel SDM vol. 3A, table 11-6 */
#define X2APIC_MSR(reg)		(0x800 + ((reg) >> 4))
#define X2APIC_SELF_IPI		0x83f

/* IOAPIC: Intel 82093AA datasheet, section 3 */
#define IOAPIC_BASE	0xfec00000
#define IOAPIC_SELECT	0x00
#define IOAPIC_WINDOW	0x10
#define IOAPIC_ENTRY_0	0x10		/* low half of the first redirection entry */
#define IOAPIC_PINS	24
#define IOAPIC_LEVEL	0x08000
#define IOAPIC_MASKED	0x10000

/* The address of an MSI: Intel SDM vol. 3A, section 11.11.1 */
#define MSI_ADDRESS	0xfee00000
#define MSI_LOGICAL	0x4
#define MSI_REDIRECT	0x8
#define MSI_DEST(id)	((id) << 12)
#define MSI_TO_ALL	0xff		/* physical, to all APICs */

#endif
