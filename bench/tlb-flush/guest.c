// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 has the TLBs of all vCPUs flushed by Hyper-V's hypercall. */
#include "guests/runtime.h"
#include "guests/x86/hyperv.h"

/* Hypervisor Top Level Functional Specification, HvCallFlushVirtualAddressSpace */
#define HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE	0x0002
#define HV_FLUSH_ALL_PROCESSORS			0x1
#define HV_FLUSH_ALL_VIRTUAL_ADDRESS_SPACES	0x2

static const struct {
	u64 address_space, flags, processor_mask;
} __attribute__((aligned(8))) all_of_all = {
	.flags = HV_FLUSH_ALL_PROCESSORS | HV_FLUSH_ALL_VIRTUAL_ADDRESS_SPACES,
};

static u32 has_vmmcall;

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
	u32 status = hv_hypercall(has_vmmcall, HVCALL_FLUSH_VIRTUAL_ADDRESS_SPACE,
				  (u32)&all_of_all, 0);

	if (status)
		guest_fail(GUEST_FAIL_OP, status);
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* nobody is sent anything */
}
