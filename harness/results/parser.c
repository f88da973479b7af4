// SPDX-License-Identifier: GPL-2.0-only
/* parser.c - refuse a line, and read a number, for the parser alone. */
#include "parser.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int parser__bad(struct parser *p, const char *fmt, ...)
{
	char what[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return why__set(p->why, EINVAL, "%s:%zu: %s", p->r->path, p->line, what);
}

bool parser__number(const char *s, unsigned long max, unsigned long *out)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		return false;
	errno = 0;
	*out = strtoul(s, &end, 10);
	return !errno && !*end && *out <= max;
}
