// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 sends an IPI, which is dropped, or wakes those that it reaches. */
#include "guests/runtime.h"
#include "variants.h"

static u32 dest, icr;
static u32 takers;
static u32 missing;	/* takers that have not yet taken this operation's IPI */

static u32 takers_of(u32 to)
{
	u32 most = shared->x2apic ? IPI_CLUSTER_X2APIC : IPI_CLUSTER_XAPIC;
	u32 others = shared->nr_vcpus - 1;

	if (to != IPI_CLUSTER)
		return 1;
	return others < most ? others : most;
}

static void choose_destination(u32 to)
{
	u32 logical;

	takers = takers_of(to);
	logical = (1u << (takers + 1)) - 2;	/* bits 1 to takers */
	icr = APIC_DM_FIXED | VECTOR_PARK;
	if (to == IPI_UNICAST) {
		dest = shared->nr_vcpus > 1;	/* to itself where there is nobody else */
	} else if (to != IPI_SELF) {
		dest = logical;			/* of cluster 0 in x2APIC mode */
		icr |= APIC_DEST_LOGICAL;
	}
}

/* Of what is quiet, LAPICs stay disabled by software: they drop what comes. */
void guest_setup(u32 cpu)
{
	if (!cpu)
		choose_destination(shared->variant & IPI_DEST);
	if (!(shared->variant & IPI_WAKE))
		return;
	lapic_enable(shared->x2apic, VECTOR_SPURIOUS);
	if (!shared->x2apic && cpu <= IPI_CLUSTER_XAPIC)
		apic_write(APIC_LDR, APIC_LOGICAL_ID(cpu));
}

void guest_other(u32 cpu)
{
	if (!(shared->variant & IPI_WAKE))
		halt_quietly(cpu);
	shared->ready[cpu] = 1;
	park(cpu);
}

static void send_to_self(void)
{
	if (shared->x2apic)
		wrmsr(X2APIC_SELF_IPI, VECTOR_PARK);
	else
		apic_write(APIC_ICR, APIC_DEST_SELF | icr);
}

/* The operation ends when the last one has taken the IPI and has answered. */
void guest_op(void)
{
	if ((shared->variant & IPI_DEST) == IPI_SELF) {
		send_to_self();
		return;
	}
	missing = takers;
	lapic_send(dest, icr);
	if (shared->variant & IPI_WAKE)
		wait_irq();
}

void guest_taken(u32 cpu)
{
	(void)cpu;
	if (!__atomic_sub_fetch(&missing, 1, __ATOMIC_SEQ_CST))
		lapic_send(0, APIC_DM_FIXED | VECTOR_RESUME);
}
