// SPDX-License-Identifier: GPL-2.0-only
/*
 * runtime.c - the IDT, the idle states and the batch loop that all payloads
 * share.
 */
#include <stddef.h>
#include "mark.h"
#include "runtime.h"

#define GATE_INT32	0x8e00		/* present, DPL 0, 32-bit interrupt gate */

_Static_assert(offsetof(struct guest_shared, taken) == GUEST_TAKEN_OFFSET,
	       "start.S finds the counters there");

struct gate {
	u32 low, high;
};

struct descriptor_pointer {
	unsigned short limit;
	u32 base;
} __attribute__((packed));

static struct gate idt[256];
const struct descriptor_pointer idt_pointer = { sizeof(idt) - 1, (u32)idt };

void irq_unexpected(void);
void irq_park(void);
void irq_park_x2apic(void);
void irq_resume(void);
void irq_resume_x2apic(void);

static void set_gate(int vector, void (*handler)(void))
{
	u32 addr = (u32)handler;

	idt[vector].low = (GUEST_CS << 16) | (addr & 0xffff);
	idt[vector].high = (addr & 0xffff0000) | GATE_INT32;
}

/* By vCPU 0 alone, and before its first batch: nobody is interrupted earlier. */
static void setup_idt(void)
{
	int v;

	for (v = 0; v < 256; v++)
		set_gate(v, irq_unexpected);
	set_gate(VECTOR_PARK, shared->x2apic ? irq_park_x2apic : irq_park);
	set_gate(VECTOR_RESUME, shared->x2apic ? irq_resume_x2apic : irq_resume);
}

void guest_fail(u32 why, u32 error)
{
	shared->error = error;
	for (;;)
		outl(GUEST_PORT_FAIL, why);
}

/* Halted for good: with interrupts off only an NMI, SMI or INIT ends it. */
void halt_quietly(u32 cpu)
{
	shared->ready[cpu] = 1;
	for (;;)
		asm volatile("cli; hlt");
}

/*
 * Runnable for good, interrupts off. The VMM holds the vCPU at the port until
 * all are there: 254 spinning vCPUs would slow the start of the last one.
 */
void spin_quietly(u32 cpu)
{
	shared->ready[cpu] = 1;
	outl(GUEST_PORT_READY, 0);
	spin();
}

/* @dest: APIC id, or a logical destination where @icr says so. */
void lapic_send(u32 dest, u32 icr)
{
	if (shared->x2apic) {
		wrmsr(X2APIC_MSR(APIC_ICR), (u64)dest << 32 | icr);
		return;
	}
	apic_write(APIC_ICR2, dest << 24);
	apic_write(APIC_ICR, icr);
}

static void empty_op(void)
{
	asm volatile("");
}

static u64 run_batch(void (*op)(void), u32 ops)
{
	u64 start = mark__tsc_begin();

	while (ops--)
		op();
	return mark__tsc_end() - start;
}

static void serve_batches(void)
{
	guest_op_t op = guest_choose_op ? guest_choose_op() : guest_op;

	for (;;) {
		outl(GUEST_PORT_BATCH, 0);
		shared->ticks = run_batch(shared->empty ? empty_op : op, shared->ops);
	}
}

void guest_main(u32 cpu)
{
	if (cpu == 0)
		setup_idt();
	guest_setup(cpu);
	if (cpu || shared->vmm_operates)
		guest_other(cpu);
	shared->ready[0] = 1;
	serve_batches();
}
