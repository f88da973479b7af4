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

static inline uint8_t inb(unsigned short port)
{
	uint8_t value;

	asm volatile("inb %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline uint64_t rdmsr(uint32_t msr)
{
	uint64_t value;

	asm volatile("rdmsr" : "=A"(value) : "c"(msr) : "memory");
	return value;
}

static inline void wrmsr(uint32_t msr, uint64_t value)
{
	asm volatile("wrmsr" : : "A"(value), "c"(msr) : "memory");
}

/** lapic_enable() - @spurious: its vector, 0xff for example */
static inline void lapic_enable(int x2apic, uint32_t spurious)
{
	if (x2apic)
		wrmsr(X2APIC_MSR(APIC_SPIV), APIC_SPIV_ENABLE | spurious);
	else
		apic_write(APIC_SPIV, APIC_SPIV_ENABLE | spurious);
}

/** is_intel() - AMD's and Hygon's CPUs have VMMCALL; CPUID leaf 0 names the vendor */
static inline int is_intel(void)
{
	uint32_t a = 0, b, c, d;

	asm volatile("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
	return b == 0x756e6547;			/* "Genu" */
}

static inline uint64_t rdtsc(void)
{
	uint64_t t;

	asm volatile("rdtsc" : "=A"(t) : : "memory");
	return t;
}

#endif
