// SPDX-License-Identifier: GPL-2.0-only
/* text.c - strings: safe to print, and how they end. */
#include "text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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

/* The character at @s, and its length; 0 if these bytes are no UTF-8. */
static unsigned int character(const unsigned char *s, size_t *len)
{
	static const unsigned int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned int c = *s;
	size_t i;

	*len = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
	if (*len > 1)
		c &= 0xff >> (*len + 1);
	for (i = 1; i < *len; i++) {
		if (s[i] >> 6 != 2)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	return *len && c >= least[*len] ? c : 0;
}

#define MICRO		0xb5
#define GREEK_MU	0x3bc
#define LONGEST		10	/* bytes that one character becomes */

static bool is_ascii(const char *s)
{
	for (; *s; s++) {
		if ((*s < ' ' || *s > '~') && *s != '\t')
			return false;
	}
	return true;
}

char *text__escape(const char *s)
{
	const unsigned char *from = (const unsigned char *)s;
	char *copy = malloc(strlen(s) * (is_ascii(s) ? 1 : LONGEST) + 1);
	char *to = copy;
	unsigned int c;
	size_t len;

	while (copy && *from) {
		c = character(from, &len);
		if (c == '\t')
			*to++ = ' ';
		else if (c >= ' ' && c <= '~')
			*to++ = c;
		else if (c == MICRO || c == GREEK_MU)
			*to++ = 'u';
		else
			to += sprintf(to, !c ? "\\x%02x" : c > 0xffff ? "\\U%08x" : "\\u%04x",
				      c ? c : *from);
		from += c ? len : 1;
	}
	if (copy)
		*to = '\0';
	return copy;
}

const char *text__percent(char *buf, double part)
{
	double percent = part * 100, size = fabs(percent);

	snprintf(buf, TEXT_PERCENT, size >= 1e12 ? "over 1e12%%" : size >= 99.5 ? "%.0f%%" :
		 size >= 1e-4 || size == 0 ? "%.2g%%" : "%.4f%%", percent);
	return buf;
}

void text__append(char *buf, size_t size, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list args;

	va_start(args, fmt);
	vsnprintf(buf + len, size - len, fmt, args);
	va_end(args);
}

bool text__ends_in(const char *s, const char *suffix)
{
	size_t len = strlen(s), n = strlen(suffix);

	return len >= n && !strcmp(s + len - n, suffix);
}
