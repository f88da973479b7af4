// SPDX-License-Identifier: GPL-2.0-only
/*
 * numbers.c - whole numbers that the user gives, one or a list of them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"

#define SEPARATORS	" ,"

static unsigned int parse(const char *text, size_t length, unsigned int max)
{
	char *end;
	long n = strtol(text, &end, 10);

	return end == text + length && n >= 1 && n <= max ? n : 0;
}

unsigned int numbers__whole(const char *text, unsigned int max)
{
	return parse(text, strlen(text), max);
}

int numbers__list(struct number_list *list, const char *text, unsigned int max)
{
	unsigned int n;
	size_t length;

	list->nr = 0;
	for (text += strspn(text, SEPARATORS); *text; text += strspn(text, SEPARATORS)) {
		length = strcspn(text, SEPARATORS);
		n = parse(text, length, max);
		if (list->nr == list->room || !n) {
			snprintf(list->wrong, sizeof(list->wrong), "%.*s", (int)length, text);
			return list->nr == list->room ? -E2BIG : -EINVAL;
		}
		list->at[list->nr++] = n;
		text += length;
	}
	return list->nr ? 0 : -ENODATA;
}
