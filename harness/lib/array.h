/* SPDX-License-Identifier: GPL-2.0-only */
/* array.h - arrays that grow. */
#ifndef LIB_ARRAY_H
#define LIB_ARRAY_H

#include <stddef.h>

/**
 * array__grow() - make room for one more element
 * @array: malloc()ed array, NULL when empty
 * @room: elements allocated so far; updated
 * @nr: elements in use
 * @size: bytes of one element
 *
 * Return: the array, perhaps moved; NULL when out of memory, and then @array
 * is still valid and still the caller's.
 */
void *array__grow(void *array, size_t *room, size_t nr, size_t size);

#endif
