/* SPDX-License-Identifier: GPL-2.0-only */
/* keys.h - see keys.c */
#ifndef VCPUSCALE_OTHERS_KEYS_H
#define VCPUSCALE_OTHERS_KEYS_H

void keys__hold(void);

#endif
