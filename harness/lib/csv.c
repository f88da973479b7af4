// SPDX-License-Identifier: GPL-2.0-only
/* csv.c - a field of a CSV file: RFC 4180, but with the line ends of this system. */
#include "csv.h"

#include <string.h>

void csv__text(FILE *out, const char *s)
{
	if (!s[strcspn(s, ",\"")]) {
		fputs(s, out);
		return;
	}
	fputc('"', out);
	for (; *s; s++) {
		if (*s == '"')
			fputc('"', out);
		fputc(*s, out);
	}
	fputc('"', out);
}
