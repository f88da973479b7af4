// SPDX-License-Identifier: GPL-2.0-only
/* array.c - arrays that grow. */
#include "array.h"

#include <stdint.h>
#include <stdlib.h>

void *array__grow(void *array, size_t *room, size_t nr, size_t size)
{
	size_t more = *room ? 2 * *room : 8;

	if (nr < *room)
		return array;
	if (more > SIZE_MAX / size)
		return NULL;
	array = realloc(array, more * size);
	if (array)
		*room = more;
	return array;
}
