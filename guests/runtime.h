/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * runtime.h - what the runtime offers a payload, and what it asks of one.
 */
#ifndef GUESTS_RUNTIME_H
#define GUESTS_RUNTIME_H

#include <stdint.h>
#include "abi.h"

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

#define shared		((volatile struct guest_shared *)GUEST_SHARED_ADDR)

#define APIC_BASE	0xfee00000	/* Intel SDM vol. 3A, table 11-1 */
#define APIC_EOI	0x0b0
#define APIC_SPIV	0x0f0
#define APIC_ICR	0x300
#define APIC_ICR2	0x310
#define APIC_SPIV_ENABLE	0x100
#define APIC_DM_FIXED		0x00000
#define APIC_DEST_ALLBUT	0xc0000
#define IOAPIC_BASE	0xfec00000	/* Intel 82093AA datasheet, section 3.1 */

#define VECTOR_PARK	0x40		/* taken by parked vCPUs */
#define VECTOR_RESUME	0x41		/* ends wait_irq() */
#define VECTOR_SPURIOUS	0xff

/*
 * What a payload defines. guest_setup() runs on every vCPU first, guest_other()
 * then on all but vCPU 0 and does not return; guest_op() is the operation under
 * test, called by vCPU 0; guest_taken() runs on a parked vCPU after each
 * interrupt.
 */
void guest_setup(u32 cpu);
void guest_other(u32 cpu) __attribute__((noreturn));
void guest_op(void);
void guest_taken(u32 cpu);

/* What the runtime offers. */
void park(u32 cpu) __attribute__((noreturn));
void wait_irq(void);
void spin(void) __attribute__((noreturn));
void halt_quietly(u32 cpu) __attribute__((noreturn));
void spin_quietly(u32 cpu) __attribute__((noreturn));
void guest_fail(u32 why, u32 error) __attribute__((noreturn));

static inline void mmio_write(u32 addr, u32 value)
{
	*(volatile u32 *)addr = value;
}

static inline void apic_write(u32 reg, u32 value)
{
	mmio_write(APIC_BASE + reg, value);
}

static inline void outl(unsigned short port, u32 value)
{
	asm volatile("outl %0, %1" : : "a"(value), "d"(port) : "memory");
}

static inline u64 rdtsc(void)
{
	u64 t;

	asm volatile("rdtsc" : "=A"(t) : : "memory");
	return t;
}

#endif
