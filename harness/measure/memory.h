/* SPDX-License-Identifier: GPL-2.0-only */
/* memory.h - how much memory a machine of one's own has given away. */
#ifndef MEASURE_MEMORY_H
#define MEASURE_MEMORY_H

#include <stdbool.h>

/** memory__is_counted() - does this kernel say what memory__taken() has to know? */
bool memory__is_counted(void);

/**
 * memory__taken() - bytes that have been allocated, less an unknown constant
 * @cache:	NULL for all memory, or a slab cache
 *
 * Of slab caches the objects that are in use count, in their size in the slab; of all
 * other memory whole pages. What CPUs hold back in their lists counts as free. What is
 * freed after a grace period goes first: the caller sleeps.
 */
double memory__taken(const char *cache);

#endif
