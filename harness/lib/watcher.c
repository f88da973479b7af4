// SPDX-License-Identifier: GPL-2.0-only
/* watcher.c - bytes as marks, lowest bit first. */
#include <stdarg.h>
#include <stdio.h>

#include "guests/mark.h"
#include "watcher.h"

void watcher__tell(const char *fmt, ...)
{
	char text[128];
	const char *byte;
	va_list ap;
	int bit;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (byte = text; *byte; byte++)
		for (bit = 0; bit < 8; bit++)
			if (*byte >> bit & 1)
				asm volatile(MARK_ONE : : : "memory");
			else
				asm volatile(MARK_ZERO : : : "memory");
	asm volatile(MARK_MESSAGE : : : "memory");
}
