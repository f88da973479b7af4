/* SPDX-License-Identifier: GPL-2.0-only */
/* memory.h - guest memory beyond that of guests/abi.h, for the VMM and for guest.c. */
#ifndef STRESS_MEMORY_H
#define STRESS_MEMORY_H

#define EXTRA_SLOT	1		/* comes and goes */
#define EXTRA_ADDR	0x400000
#define LATE_SLOT	2		/* pages that are served late, in some VMs */
#define LATE_ADDR	0x800000
#define LATE_PAGES	64
#define NESTED_VMCB_ADDR	0x9000	/* below the payload, see SPARE_PAGE in ops-state.c */

#endif
