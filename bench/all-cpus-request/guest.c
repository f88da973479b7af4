// SPDX-License-Identifier: GPL-2.0-only
#include "guests/runtime.h"

#define IOAPIC_SELECT	0x00
#define IOAPIC_WINDOW	0x10
#define IOAPIC_ENTRY_0	0x10		/* low half of the first redirection entry */
#define IOAPIC_MASKED	0x10000
#define IOAPIC_DM_LOWEST	0x100

void guest_setup(u32 cpu)
{
	if (cpu == 0)
		mmio_write(IOAPIC_BASE + IOAPIC_SELECT, IOAPIC_ENTRY_0);
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

void guest_op(void)
{
	mmio_write(IOAPIC_BASE + IOAPIC_WINDOW, IOAPIC_MASKED | IOAPIC_DM_LOWEST | VECTOR_PARK);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* masked: nobody takes it */
}
