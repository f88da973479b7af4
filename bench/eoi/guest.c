// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest.c - vCPU 0 sends itself an interrupt, takes it and ends it. An IOAPIC's pin
 * has the interrupt's vector, so that a level-triggered one has to be ended there too.
 */
#include "guests/runtime.h"

enum { EDGE, LEVEL };

#define PIN		4
#define PIN_ENTRY	(IOAPIC_ENTRY_0 + 2 * PIN)

static u32 icr;

static void ioapic_write(u32 index, u32 value)
{
	mmio_write(IOAPIC_BASE + IOAPIC_SELECT, index);
	mmio_write(IOAPIC_BASE + IOAPIC_WINDOW, value);
}

void guest_setup(u32 cpu)
{
	if (cpu)
		return;
	lapic_enable(shared->x2apic, VECTOR_SPURIOUS);
	icr = APIC_DEST_SELF | APIC_LEVEL_ASSERT | APIC_DM_FIXED | VECTOR_RESUME;
	if (shared->variant == LEVEL)
		icr |= APIC_LEVEL_TRIGGER;
	ioapic_write(PIN_ENTRY + 1, 0);		/* to APIC id 0 */
	ioapic_write(PIN_ENTRY, APIC_DM_FIXED | VECTOR_RESUME |
				(shared->variant == LEVEL ? IOAPIC_LEVEL : 0));
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

void guest_op(void)
{
	lapic_send(0, icr);
	take_irq();
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* the others are halted for good */
}
