// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest.c - the payload of vcpuscale-run --vm-cost: every vCPU reports to
 * the VMM and does nothing else.
 */
#include "guests/runtime.h"

void guest_setup(u32 cpu)
{
	(void)cpu;
}

void guest_other(u32 cpu)
{
	spin_quietly(cpu);
}

void guest_op(void)
{
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* interrupts stay off */
}
