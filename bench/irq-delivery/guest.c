// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 broadcasts an interrupt; the others drop or take it. */
#include "guests/runtime.h"

enum { QUIET, WAKE };

#define ICR_BROADCAST	(APIC_DEST_ALLBUT | APIC_DM_FIXED | VECTOR_PARK)

static u32 missing;	/* vCPUs that have not yet taken this operation's interrupt */

void guest_setup(u32 cpu)
{
	(void)cpu;
	if (shared->variant == WAKE)
		apic_write(APIC_SPIV, APIC_SPIV_ENABLE | VECTOR_SPURIOUS);
}

void guest_other(u32 cpu)
{
	if (shared->variant == QUIET)
		halt_quietly(cpu);
	shared->ready[cpu] = 1;
	park(cpu);
}

/* The operation ends when the last vCPU has taken the interrupt. */
void guest_op(void)
{
	if (shared->variant == QUIET || shared->nr_vcpus == 1) {
		apic_write(APIC_ICR, ICR_BROADCAST);
		return;
	}
	missing = shared->nr_vcpus - 1;
	apic_write(APIC_ICR, ICR_BROADCAST);
	wait_irq();
}

static void broadcast_x2apic(void)
{
	wrmsr(X2APIC_MSR(APIC_ICR), ICR_BROADCAST);
}

/* Of state=quiet alone: the others are not fit for a VM that large. */
guest_op_t guest_choose_op(void)
{
	return shared->x2apic ? broadcast_x2apic : guest_op;
}

void guest_taken(u32 cpu)
{
	(void)cpu;
	if (__atomic_sub_fetch(&missing, 1, __ATOMIC_SEQ_CST))
		return;
	apic_write(APIC_ICR2, 0);	/* to APIC id 0 */
	apic_write(APIC_ICR, APIC_DM_FIXED | VECTOR_RESUME);
}
