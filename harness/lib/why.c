// SPDX-License-Identifier: GPL-2.0-only
#include "why.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

char *judge__plain(char *s)
{
	char *c;

	for (c = s; *c; c++) {
		if (*c == '\t')
			*c = ' ';
		else if (*c < ' ' || *c > '~')
			*c = '?';
	}
	return s;
}

int why__set(struct why *why, int err, const char *fmt, ...)
{
	va_list args;

	if (!why->text[0]) {
		va_start(args, fmt);
		vsnprintf(why->text, sizeof(why->text), fmt, args);
		va_end(args);
		judge__plain(why->text);
	}
	return -err;
}

void *judge__grow(void *array, size_t *room, size_t nr, size_t size)
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
