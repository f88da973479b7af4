/* SPDX-License-Identifier: GPL-2.0-only */
/* variants.h - what the faulty payload does in place of an operation. */
#ifndef FAULTY_VARIANTS_H
#define FAULTY_VARIANTS_H

enum faulty_variant {
	VARIANT_GOOD,			/* a write to the IOAPIC: one exit */
	VARIANT_TRIPLE_FAULT,
	VARIANT_OTHER_TRIPLE_FAULT,	/* in the last vCPU, at its start */
	VARIANT_UNKNOWN_PORT,
	VARIANT_NO_MEMORY,		/* a write to where no memory is */
	VARIANT_NEVER_READY,		/* the last vCPU */
	VARIANT_NEVER_ENDS,
	VARIANT_EXCEPTION,
	VARIANT_GIVES_UP,
	VARIANT_ONE_TAKES_ALL,
};

#endif
