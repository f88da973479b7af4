// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 makes the hypercall that says it spins; the others wait. */
#include "guests/runtime.h"

enum { QUIET, BUSY };

/* Hypervisor Top Level Functional Specification, HvCallNotifyLongSpinWait */
#define HVCALL_NOTIFY_LONG_SPIN_WAIT	0x0008
#define HV_STATUS_MASK			0xffff

static u32 has_vmmcall;

/* The interface for 32-bit callers: input in EDX:EAX, EBX:ECX and EDI:ESI. */
static u32 hypercall(u32 code)
{
	u32 a = code, d = 0, b = 0, c = 0;

	if (has_vmmcall)
		asm volatile("vmmcall" : "+a"(a), "+d"(d), "+b"(b), "+c"(c)
			     : "D"(0), "S"(0) : "memory");
	else
		asm volatile("vmcall" : "+a"(a), "+d"(d), "+b"(b), "+c"(c)
			     : "D"(0), "S"(0) : "memory");
	return a & HV_STATUS_MASK;
}

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
	u32 status = hypercall(HVCALL_NOTIFY_LONG_SPIN_WAIT);

	if (status)
		guest_fail(GUEST_FAIL_OP, status);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* interrupts stay off */
}
