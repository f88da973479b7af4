// SPDX-License-Identifier: GPL-2.0-only
/* text.c - strings: safe to print, and how they end. */
#include "text.h"

#include <string.h>

char *text__plain(char *s)
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

bool text__ends_in(const char *s, const char *suffix)
{
	size_t len = strlen(s), n = strlen(suffix);

	return len >= n && !strcmp(s + len - n, suffix);
}
