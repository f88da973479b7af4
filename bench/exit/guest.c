// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - vCPU 0 exits to KVM and comes back; the others are halted. */
#include "guests/runtime.h"
#include "variants.h"

#define MSR_TSC_ADJUST		0x3b
#define PIC_MASK		0x21	/* of the first 8259: reading has no effect */
#define HC_VAPIC_POLL_IRQ	1	/* KVM's hypercall that does nothing but answer 0 */

static u32 has_vmmcall;

void guest_setup(u32 cpu)
{
	if (cpu)
		return;
	has_vmmcall = !is_intel();
	/* A LAPIC that is not enabled drops what it sends itself: EXIT_WRMSR_FAST. */
	if (shared->variant == EXIT_HLT_WAKE)
		wrmsr(X2APIC_MSR(APIC_SPIV), APIC_SPIV_ENABLE | VECTOR_SPURIOUS);
}

void guest_other(u32 cpu)
{
	halt_quietly(cpu);
}

static void cpuid(void)
{
	u32 a = 1, b, c = 0, d;

	asm volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
}

static void hypercall(void)
{
	u32 a = HC_VAPIC_POLL_IRQ;

	if (has_vmmcall)
		asm volatile("vmmcall" : "+a"(a) : "b"(0), "c"(0), "d"(0), "S"(0) : "memory");
	else
		asm volatile("vmcall" : "+a"(a) : "b"(0), "c"(0), "d"(0), "S"(0) : "memory");
	if (a)
		guest_fail(GUEST_FAIL_OP, a);
}

/* The HLT finds the interrupt pending: the vCPU is awake again at once. */
static void halt_and_wake(void)
{
	wrmsr(X2APIC_SELF_IPI, VECTOR_RESUME);
	wait_irq();
}

void guest_op(void)
{
	switch (shared->variant) {
	case EXIT_CPUID:
		cpuid();
		break;
	case EXIT_RDMSR:
		rdmsr(MSR_TSC_ADJUST);
		break;
	case EXIT_WRMSR_FAST:
		wrmsr(X2APIC_MSR(APIC_ICR), APIC_DM_FIXED | VECTOR_PARK);	/* to APIC id 0 */
		break;
	case EXIT_HYPERCALL:
		hypercall();
		break;
	case EXIT_PIO:
		inb(PIC_MASK);
		break;
	case EXIT_MMIO:
		mmio_write(IOAPIC_BASE + IOAPIC_SELECT, IOAPIC_ENTRY_0);
		break;
	case EXIT_HLT_WAKE:
		halt_and_wake();
		break;
	case EXIT_USERSPACE_PIO:
		outl(GUEST_PORT_NOTHING, 0);
		break;
	}
}

void guest_taken(u32 cpu)
{
	(void)cpu;	/* the others are halted for good */
}
