/* SPDX-License-Identifier: GPL-2.0-only */
/* variants.h - what the vCPUs do that are kicked. */
#ifndef KICK_ALL_VARIANTS_H
#define KICK_ALL_VARIANTS_H

#define KICK_HALTED	0
#define KICK_SPINNING	1

#endif
