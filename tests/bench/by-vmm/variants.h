/* SPDX-License-Identifier: GPL-2.0-only */
/* variants.h - what the vCPUs do while the VMM operates. */
#ifndef BY_VMM_VARIANTS_H
#define BY_VMM_VARIANTS_H

enum by_vmm_variant {
	VARIANT_ALL_HALT,
	VARIANT_ALL_SPIN,
	VARIANT_OWN_SPINS,	/* vCPU 0; the others halt */
	VARIANT_OWN_HALTS,	/* vCPU 0; the others spin */
	VARIANT_ALL_PARK,	/* halted, and they take interrupts */
};

#endif
