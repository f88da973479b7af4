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

/* A message has this in the number's place: "vCPU count missing in 1,,2". */
static int missing(struct number_list *list, const char *text)
{
	snprintf(list->wrong, sizeof(list->wrong), "missing%s%s", *text ? " in " : "", text);
	return -ENODATA;
}

int numbers__list(struct number_list *list, const char *text, unsigned int max)
{
	const char *part = text += strspn(text, " ");
	unsigned int n;
	size_t length;

	for (list->nr = 0; ; part += *part == ',') {
		part += strspn(part, " ");
		length = strcspn(part, SEPARATORS);
		if (!length)
			return missing(list, text);
		n = parse(part, length, max);
		if (list->nr == list->room || !n) {
			snprintf(list->wrong, sizeof(list->wrong), "%.*s", (int)length, part);
			return list->nr == list->room ? -E2BIG : -EINVAL;
		}
		list->at[list->nr++] = n;
		part += length;
		part += strspn(part, " ");
		if (!*part)
			return 0;
	}
}
