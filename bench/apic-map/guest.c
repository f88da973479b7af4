// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 sets its logical id, the others are halted. */
#include "guests/runtime.h"

void guest_setup(u32 cpu)
{
	(void)cpu;
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

/* The same id again: KVM does not look what it was. */
void guest_op(void)
{
	apic_write(APIC_LDR, APIC_LOGICAL_ID(0));
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* nobody is sent anything */
}
