// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest.c - vCPU 0 sends a fixed interrupt to all others again and again, and
 * does not wait for any of them: it may be gone. The others take it.
 */
#include "guests/runtime.h"

void guest_setup(u32 cpu)
{
	(void)cpu;
	apic_write(APIC_SPIV, APIC_SPIV_ENABLE | VECTOR_SPURIOUS);
}

void guest_other(u32 cpu)
{
	shared->ready[cpu] = 1;
	park(cpu);
}

void guest_op(void)
{
	apic_write(APIC_ICR, APIC_DEST_ALLBUT | APIC_DM_FIXED | VECTOR_PARK);
}

void guest_taken(u32 cpu)
{
	(void)cpu;
}
