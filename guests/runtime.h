/* SPDX-License-Identifier: GPL-2.0-only */
/* runtime.h - what the runtime offers a payload, and what it asks of one. */
#ifndef GUESTS_RUNTIME_H
#define GUESTS_RUNTIME_H

#include <stdint.h>

#include "abi.h"
#include "x86/apic.h"
#include "x86/cpu.h"

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

#define shared		((volatile struct guest_shared *)GUEST_SHARED_ADDR)

#define VECTOR_PARK	0x40		/* taken by parked vCPUs */
#define VECTOR_RESUME	0x41		/* ends wait_irq() */
#define VECTOR_SPURIOUS	0xff

/*
 * A payload defines four functions. guest_setup() runs on every vCPU first, guest_other()
 * then on all but vCPU 0 and does not return; guest_op() is the operation under
 * test, called by vCPU 0; guest_taken() runs on a parked vCPU after each
 * interrupt. Where the operation is the VMM's, guest_other() also runs on vCPU 0,
 * and guest_op() on none.
 *
 * Where an operation is another one by variant or mode, and a branch in guest_op() would
 * be counted, a payload defines guest_choose_op() too.
 */
typedef void (*guest_op_t)(void);

void guest_setup(u32 cpu);
void guest_other(u32 cpu) __attribute__((noreturn));
void guest_op(void);
guest_op_t guest_choose_op(void) __attribute__((weak));
void guest_taken(u32 cpu);

/* The runtime offers: */
void park(u32 cpu) __attribute__((noreturn));
void wait_irq(void);
void take_irq(void);
void lapic_send(u32 dest, u32 icr);
void spin(void) __attribute__((noreturn));
void halt_quietly(u32 cpu) __attribute__((noreturn));
void spin_quietly(u32 cpu) __attribute__((noreturn));
void guest_fail(u32 why, u32 error) __attribute__((noreturn));

#endif
