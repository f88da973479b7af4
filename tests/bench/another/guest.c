// SPDX-License-Identifier: GPL-2.0-only
/* Its operation: a write to the IOAPIC's index register, one VM exit. */
#include "guests/runtime.h"

void guest_setup(u32 cpu)
{
	(void)cpu;
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

void guest_op(void)
{
	mmio_write(IOAPIC_BASE, 0);
}

void guest_taken(u32 cpu)
{
	(void)cpu;
}
