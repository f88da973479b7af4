// SPDX-License-Identifier: GPL-2.0-only
/* All vCPUs halt, or all spin, while the VMM operates. */
#include "guests/runtime.h"
#include "variants.h"

void guest_setup(u32 cpu)
{
	(void)cpu;
}

void guest_other(u32 cpu)
{
	if (shared->variant == KICK_SPINNING)
		spin_quietly(cpu);
	halt_quietly(cpu);
}

void guest_op(void)
{
	guest_fail(GUEST_FAIL_OP, 0);
}

void guest_taken(u32 cpu)
{
	(void)cpu;
}
