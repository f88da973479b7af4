// SPDX-License-Identifier: GPL-2.0-only
/*
 * guest.c - what the vCPUs under stress run: for ever one random thing that
 * makes KVM walk the vCPUs, in the environment that guests/abi.h describes.
 *
 * Each vCPU may be started at any time, again and again, with all others gone:
 * so each sets up everything by itself, and nothing here waits for anybody.
 */
#include "guests/runtime.h"
#include "memory.h"

#define GATE_INT32	0x8e00		/* present, DPL 0, 32-bit interrupt gate */
#define HVCALL_NOTIFY_LONG_SPIN_WAIT	0x0008

#define TEXT_OF(x)	#x
#define TEXT(x)		TEXT_OF(x)

/*
 * An interrupt is acknowledged and forgotten; an NMI does no harm either. An
 * exception means that the vCPU was restarted in the middle of something.
 */
asm(".section .text.start, \"ax\"\n"
    ".globl start\n"
    "start:	push %eax\n"
    "	lgdt gdt_pointer\n"
    "	lidt idt_pointer\n"
    "	call guest_main\n"
    ".text\n"
    "take_irq: movl $0, " TEXT(APIC_BASE) " + " TEXT(APIC_EOI) "\n"
    "	iret\n"
    "give_up: cli\n"
    "	hlt\n"
    "	jmp give_up\n"
    ".section .rodata\n"
    ".align 8\n"
    "gdt:	.quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff\n"
    "gdt_pointer: .word . - gdt - 1\n"
    "	.long gdt\n"
    "idt_pointer: .word 256 * 8 - 1\n"
    "	.long idt\n"
    ".text\n");

u32 idt[256][2];
void take_irq(void);
void give_up(void);

static u32 next_random(u32 *state)
{
	*state = *state * 1664525 + 1013904223;		/* Numerical Recipes' */
	return *state >> 8;
}

/* All vCPUs write the same values: no order among them is needed. */
static void setup_idt(void)
{
	u32 addr;
	int v;

	for (v = 0; v < 256; v++) {
		addr = (u32)(v == 2 || v >= 32 ? take_irq : give_up);
		idt[v][0] = (GUEST_CS << 16) | (addr & 0xffff);
		idt[v][1] = (addr & 0xffff0000) | GATE_INT32;
	}
}

static void send_ipi(u32 random)
{
	static const u32 how[] = {
		APIC_DEST_ALLBUT, APIC_DEST_ALLINC, APIC_DEST_ALLBUT | APIC_DM_NMI,
		APIC_DEST_LOGICAL | APIC_DM_LOWEST, 0, APIC_DEST_LOGICAL,
	};

	apic_write(APIC_ICR2, random % 7 ? random << 24 : 0xff000000);
	apic_write(APIC_ICR, how[random / 8 % 6] | VECTOR_PARK);
}

/* Masked or not: a change of the entry is a request to all. */
static void write_ioapic(u32 random)
{
	mmio_write(IOAPIC_BASE + IOAPIC_SELECT, IOAPIC_ENTRY_0 + 2 * (random % IOAPIC_PINS));
	mmio_write(IOAPIC_BASE + IOAPIC_WINDOW, (random & 0x100 ? IOAPIC_MASKED : 0) |
		   (random & (APIC_DEST_LOGICAL | APIC_DM_LOWEST)) | VECTOR_PARK);
}

/* As for a CPU of AMD, which the machines under stress have. */
static void yield_to_others(u32 random)
{
	u32 n = 1 + random % 16, a, b, c, d;

	while (n--) {
		a = HVCALL_NOTIFY_LONG_SPIN_WAIT, b = c = d = 0;
		asm volatile("vmmcall" : "+a"(a), "+b"(b), "+c"(c), "+d"(d)
			     : "D"(0), "S"(0) : "memory");
	}
}

static void run_on(u32 random)
{
	u32 n = 1 << random % 18;

	while (n--)
		asm volatile(".rept 16\n nop\n .endr");
}

static void change_apic(u32 random)
{
	apic_write(APIC_SPIV, (random & 1 ? APIC_SPIV_ENABLE : 0) | VECTOR_SPURIOUS);
	apic_write(APIC_LDR, APIC_LOGICAL_ID(random / 2 % 8));
}

/* Without that memory it is MMIO that nobody answers. */
static void touch_late_page(u32 random)
{
	(void)*(volatile u8 *)(LATE_ADDR + random % LATE_PAGES * 4096);
}

/* Now and then a vCPU does little else until it is started anew. */
static void spin_for_ever(u32 *state)
{
	for (;;) {
		yield_to_others(next_random(state));
		run_on(next_random(state) % 10);
	}
}

void guest_main(u32 cpu)
{
	u32 state = (u32)rdtsc() ^ cpu << 24, random;

	setup_idt();
	apic_write(APIC_SPIV, APIC_SPIV_ENABLE | VECTOR_SPURIOUS);
	apic_write(APIC_LDR, APIC_LOGICAL_ID(cpu % 8));
	asm volatile("sti");
	if (next_random(&state) % 3 == 0)
		spin_for_ever(&state);
	for (;;) {
		random = next_random(&state);
		switch (random % 16) {
		case 0 ... 2: send_ipi(random / 16); break;
		case 3 ... 4: write_ioapic(random / 16); break;
		case 5 ... 7: yield_to_others(random / 16); break;
		case 8 ... 9: run_on(random / 16); break;
		case 10: change_apic(random / 16); break;
		case 11: asm volatile("hlt"); break;
		case 12 ... 13: touch_late_page(random / 16); break;
		case 14: outl(GUEST_PORT_BATCH, random); break;
		case 15:
			if (random & 0x3000)
				break;
			asm volatile("cli; hlt");	/* until the VMM restarts it */
			break;
		}
	}
}
