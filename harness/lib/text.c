// SPDX-License-Identifier: GPL-2.0-only
/* text.c - strings that are safe to print. */
#include "text.h"

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
