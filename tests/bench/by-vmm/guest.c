// SPDX-License-Identifier: GPL-2.0-only
/* vCPUs in all states that a benchmark of the VMM's may ask for. */
#include "guests/runtime.h"
#include "variants.h"

void guest_setup(u32 cpu)
{
	(void)cpu;
	if (shared->variant == VARIANT_ALL_PARK)
		apic_write(APIC_SPIV, APIC_SPIV_ENABLE | VECTOR_SPURIOUS);
}

void guest_other(u32 cpu)
{
	u32 variant = shared->variant;

	if (variant == VARIANT_ALL_PARK) {
		shared->ready[cpu] = 1;
		park(cpu);
	}
	if (variant == VARIANT_ALL_SPIN || variant == (cpu ? VARIANT_OWN_HALTS : VARIANT_OWN_SPINS))
		spin_quietly(cpu);
	halt_quietly(cpu);
}

/* The VMM operates. */
void guest_op(void)
{
	guest_fail(GUEST_FAIL_OP, 0);
}

void guest_taken(u32 cpu)
{
	(void)cpu;
}
