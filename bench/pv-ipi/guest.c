// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest.c - vCPU 0 sends an IPI to every fourth of the first 64 vCPUs, by one
 * hypercall. Their LAPICs are disabled by software and drop it.
 */
#include "guests/runtime.h"
#include "guests/x86/hyperv.h"

enum { KVM, HYPERV };

#define EVERY_FOURTH	0x11111111
#define NOT_ITSELF	(~1u)

#define HC_SEND_IPI	10		/* Documentation/virt/kvm/x86/hypercalls.rst */

/* Hypervisor Top Level Functional Specification, HvCallSendSyntheticClusterIpi */
#define HVCALL_SEND_IPI		0x000b

static u32 has_vmmcall;

/* Linux' interface in 32-bit mode: EBX, ECX, EDX, ESI. */
static int hypercall(u32 nr, u32 a0, u32 a1, u32 a2, u32 a3)
{
	int answer = nr;

	if (has_vmmcall)
		asm volatile("vmmcall" : "+a"(answer) : "b"(a0), "c"(a1), "d"(a2), "S"(a3) : "memory");
	else
		asm volatile("vmcall" : "+a"(answer) : "b"(a0), "c"(a1), "d"(a2), "S"(a3) : "memory");
	return answer;
}

void guest_setup(u32 cpu)
{
	if (!cpu)
		has_vmmcall = !is_intel();
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

/* KVM answers how many took it: none, or an error below zero. */
void guest_op(void)
{
	int answer;

	if (shared->variant == KVM)
		answer = hypercall(HC_SEND_IPI, EVERY_FOURTH & NOT_ITSELF, EVERY_FOURTH, 0,
				   APIC_DM_FIXED | VECTOR_PARK);
	else
		answer = hv_hypercall(has_vmmcall, HVCALL_SEND_IPI | HVCALL_FAST, VECTOR_PARK,
				      (u64)EVERY_FOURTH << 32 | (EVERY_FOURTH & NOT_ITSELF));
	if (answer)
		guest_fail(GUEST_FAIL_OP, answer);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* dropped */
}
