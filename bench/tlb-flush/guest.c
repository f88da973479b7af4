// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 has the TLBs of all vCPUs flushed by Hyper-V's hypercall. */
#include "guests/runtime.h"

/* Hypervisor Top Level Functional Specification, HvCallFlushVirtualAddressSpace */
#define HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE	0x0002
#define HV_FLUSH_ALL_PROCESSORS			0x1
#define HV_FLUSH_ALL_VIRTUAL_ADDRESS_SPACES	0x2
#define HV_STATUS_MASK				0xffff

static const struct {
	u64 address_space, flags, processor_mask;
} __attribute__((aligned(8))) all_of_all = {
	.flags = HV_FLUSH_ALL_PROCESSORS | HV_FLUSH_ALL_VIRTUAL_ADDRESS_SPACES,
};

static u32 has_vmmcall;

/* Code in EDX:EAX, the input's address in EBX:ECX, that of the output in EDI:ESI. */
static u32 hypercall(u32 code, u32 input)
{
	u32 a = code, d = 0, b = 0, c = input;

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
	if (!cpu)
		has_vmmcall = !is_intel();
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

void guest_op(void)
{
	u32 status = hypercall(HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE, (u32)&all_of_all);

	if (status)
		guest_fail(GUEST_FAIL_OP, status);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* nobody is sent anything */
}
