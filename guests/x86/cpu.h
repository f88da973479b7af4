/* SPDX-License-Identifier: GPL-2.0-only */
/* cpu.h - single instructions, and what a guest does by one of them. */
#ifndef GUESTS_X86_CPU_H
#define GUESTS_X86_CPU_H

#include <stdint.h>

#include "guests/x86/apic.h"

static inline void mmio_write(uint32_t addr, uint32_t value)
{
	*(volatile uint32_t *)addr = value;
}

static inline void apic_write(uint32_t reg, uint32_t value)
{
	mmio_write(APIC_BASE + reg, value);
}

static inline void outl(unsigned short port, uint32_t value)
{
	asm volatile("outl %0, %1" : : "a"(value), "d"(port) : "memory");
}

static inline uint64_t rdtsc(void)
{
	uint64_t t;

	asm volatile("rdtsc" : "=A"(t) : : "memory");
	return t;
}

#endif
