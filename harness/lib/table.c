// SPDX-License-Identifier: GPL-2.0-only
/* table.c - tables whose rows stand in files of their own. */
#include "table.h"

#include <stdio.h>
#include <string.h>

static const char *name_of(const void *row)
{
	return *(const char * const *)row;
}

const void *table__find(const struct table *t, const char *name)
{
	const char *row;

	for (row = t->start; row < (const char *)t->end; row += t->size) {
		if (!strcmp(name_of(row), name))
			return row;
	}
	return NULL;
}

const void *table__next(const struct table *t, const void *row)
{
	const char *other, *next = NULL;

	for (other = t->start; other < (const char *)t->end; other += t->size) {
		if (row && strcmp(name_of(other), name_of(row)) <= 0)
			continue;
		if (!next || strcmp(name_of(other), name_of(next)) < 0)
			next = other;
	}
	return next;
}

const char *table__names(const struct table *t, const char *last, char *buf,
			 size_t size)
{
	const void *row = table__next(t, NULL), *next;
	const char *between = "";
	size_t len = 0;

	buf[0] = '\0';
	for (; row && len < size; row = next) {
		len += snprintf(buf + len, size - len, "%s%s", between, name_of(row));
		next = table__next(t, row);
		between = next && !table__next(t, next) ? last : ", ";
	}
	return buf;
}
