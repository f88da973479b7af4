// SPDX-License-Identifier: GPL-2.0-only
/* name.c - what the copies of raw results are called. */
#include "parts.h"

#include <ctype.h>
#include <string.h>

#include "report/report.h"

const char *page__raw_name(char *buf, const struct comparison *c, bool head)
{
	const struct results *r = head ? c->head : c->base;
	char *s;

	snprintf(buf, PAGE_NAME, "%s-%.80s-%.80s.txt", head ? "head" : "base",
		 report__name(r), report__get(r, "run"));
	for (s = buf; *s; s++) {
		if (!isalnum((unsigned char)*s) && !strchr(".-_", *s))
			*s = '-';
	}
	return buf;
}
