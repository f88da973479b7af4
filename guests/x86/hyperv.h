/* SPDX-License-Identifier: GPL-2.0-only */
/* hyperv.h - Hyper-V's hypercalls, of a guest in 32-bit mode. */
#ifndef GUESTS_X86_HYPERV_H
#define GUESTS_X86_HYPERV_H

#include <stdint.h>

#define HVCALL_FAST	0x10000		/* the input is in registers, not in memory */
#define HV_STATUS_MASK	0xffff

/**
 * hv_hypercall() - one hypercall
 * @has_vmmcall: the CPU has VMMCALL, not VMCALL: see is_intel()
 * @code:	call code, and flags
 * @first:	the input's address, or the first input with HVCALL_FAST
 * @second:	the output's address, or the second input
 *
 * Hypervisor Top Level Functional Specification, "Hypercall Interface": code in EDX:EAX,
 * @first in EBX:ECX, @second in EDI:ESI.
 *
 * Return: the status, 0 for success.
 */
static inline uint32_t hv_hypercall(int has_vmmcall, uint32_t code, uint32_t first, uint64_t second)
{
	uint32_t a = code, d = 0, b = 0, c = first;

	if (has_vmmcall)
		asm volatile("vmmcall" : "+a"(a), "+d"(d), "+b"(b), "+c"(c)
			     : "D"((uint32_t)(second >> 32)), "S"((uint32_t)second) : "memory");
	else
		asm volatile("vmcall" : "+a"(a), "+d"(d), "+b"(b), "+c"(c)
			     : "D"((uint32_t)(second >> 32)), "S"((uint32_t)second) : "memory");
	return a & HV_STATUS_MASK;
}

#endif
