// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 makes the hypercall that says it spins; the others wait. */
#include "guests/runtime.h"
#include "guests/x86/hyperv.h"

enum { QUIET, BUSY };

/* Hypervisor Top Level Functional Specification, HvCallNotifyLongSpinWait */
#define HVCALL_NOTIFY_LONG_SPIN_WAIT	0x0008

static u32 has_vmmcall;

void guest_setup(u32 cpu)
{
	if (cpu == 0)
		has_vmmcall = !is_intel();
}

void guest_other(u32 cpu)
{
	if (shared->variant == BUSY)
		spin_quietly(cpu);
	halt_quietly(cpu);
}

void guest_op(void)
{
	u32 status = hv_hypercall(has_vmmcall, HVCALL_NOTIFY_LONG_SPIN_WAIT, 0, 0);

	if (status)
		guest_fail(GUEST_FAIL_OP, status);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* interrupts stay off */
}
