// SPDX-License-Identifier: GPL-2.0-only
/* guest.c - the payload that goes wrong, by shared->variant. */
#include "guests/runtime.h"
#include "variants.h"

#define UNKNOWN_PORT	0x777
#define NOWHERE		0x40000000
#define ERROR		42

/* With no IDT an exception has no handler, nor has the fault that follows. */
static void triple_fault(void)
{
	const struct {
		unsigned short limit;
		u32 base;
	} __attribute__((packed)) no_idt = { 0, 0 };

	asm volatile("lidt %0; ud2" : : "m"(no_idt));
}

void guest_setup(u32 cpu)
{
	(void)cpu;
}

void guest_other(u32 cpu)
{
	if (cpu == shared->nr_vcpus - 1) {
		if (shared->variant == VARIANT_OTHER_TRIPLE_FAULT)
			triple_fault();
		if (shared->variant == VARIANT_NEVER_READY)
			for (;;)
				asm volatile("cli; hlt");
	}
	halt_quietly(cpu);
}

void guest_op(void)
{
	switch (shared->variant) {
	case VARIANT_TRIPLE_FAULT:
		triple_fault();
		break;
	case VARIANT_UNKNOWN_PORT:
		outl(UNKNOWN_PORT, 0);
		break;
	case VARIANT_NO_MEMORY:
		mmio_write(NOWHERE, 0);
		break;
	case VARIANT_NEVER_ENDS:
		spin();
	case VARIANT_EXCEPTION:
		asm volatile("ud2");
		break;
	case VARIANT_GIVES_UP:
		guest_fail(GUEST_FAIL_OP, ERROR);
	case VARIANT_ONE_TAKES_ALL:
		shared->taken[1] += shared->nr_vcpus - 1;
		/* fall through */
	default:
		mmio_write(IOAPIC_BASE, 0);
	}
}

void guest_taken(u32 cpu)
{
	(void)cpu;
}
