// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 writes to the IOAPIC; the others are halted. */
#include "guests/runtime.h"

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
	mmio_write(IOAPIC_BASE + IOAPIC_WINDOW, IOAPIC_MASKED | APIC_DM_LOWEST | VECTOR_PARK);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* masked: nobody takes it */
}
