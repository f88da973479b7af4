/* SPDX-License-Identifier: GPL-2.0-only */
/* variants.h - the kinds of exits that the payload makes. */
#ifndef EXIT_VARIANTS_H
#define EXIT_VARIANTS_H

enum exit_variant {
	EXIT_CPUID,
	EXIT_RDMSR,
	EXIT_WRMSR_FAST,
	EXIT_HYPERCALL,
	EXIT_PIO,
	EXIT_MMIO,
	EXIT_HLT_WAKE,
	EXIT_USERSPACE_PIO,
};

#endif
