/* SPDX-License-Identifier: GPL-2.0-only */
/* variants.h - to whom the payload sends, and whether that wakes them. */
#ifndef IPI_VARIANTS_H
#define IPI_VARIANTS_H

#define IPI_SELF	0x0
#define IPI_UNICAST	0x1	/* physical, to vCPU 1 */
#define IPI_LOGICAL	0x2	/* logical, to vCPU 1 */
#define IPI_CLUSTER	0x3	/* logical, to all of the sender's cluster but itself */
#define IPI_DEST	0x3
#define IPI_WAKE	0x4

/* vCPUs of a cluster besides vCPU 0: the flat model has 8, x2APIC has 16. */
#define IPI_CLUSTER_XAPIC	7
#define IPI_CLUSTER_X2APIC	15

#endif
