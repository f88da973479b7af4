// SPDX-License-Identifier: GPL-2.0-only
/* repeat.c - another sample of the same cell, without parsing its name again. */
#include "repeat.h"

#include <stdint.h>
#include <string.h>

#define MAX_DIGITS	15	/* any such integer is exact in a double */

void repeat__name(struct repeat *a, const char *line)
{
	a->cell = NULL;
	a->name_len = strcspn(line, " ");
	if (a->name_len < sizeof(a->name))
		memcpy(a->name, line, a->name_len);
}

void repeat__cell(struct repeat *a, struct results_cell *cell)
{
	a->unit_len = strlen(cell->unit);
	if (a->name_len >= sizeof(a->name) || a->unit_len >= sizeof(a->unit))
		return;
	memcpy(a->unit, cell->unit, a->unit_len);
	a->cell = cell;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits; where they end, or NULL if there are none or too many in all. */
static const char *digits(const char *s, uint64_t *n, unsigned int *nr)
{
	const char *first = s;

	for (; is_digit(*s) && *nr <= MAX_DIGITS; s++, (*nr)++)
		*n = *n * 10 + (*s - '0');
	return s == first || *nr > MAX_DIGITS ? NULL : s;
}

/* Both whole numbers are exact, so their quotient is rounded once (Clinger, 1990). */
static const char *decimal(const char *s, double *value)
{
	static const double power[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
					1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
					1e15 };
	unsigned int nr = 0, whole;
	uint64_t n = 0;

	s = digits(s, &n, &nr);
	whole = nr;
	if (s && *s == '.')
		s = digits(s + 1, &n, &nr);
	if (s)
		*value = n / power[nr - whole];
	return s;
}

bool repeat__take(const struct repeat *a, const char *line, size_t len,
		  double *value)
{
	const char *s = line + a->name_len;
	unsigned int nr = 0;
	uint64_t turns = 0;

	if (!a->cell || len <= a->name_len || *s != ' ' ||
	    memcmp(line, a->name, a->name_len))
		return false;
	s = digits(s + 1, &turns, &nr);
	if (!s || !turns || *s != ' ')
		return false;
	s = decimal(s + 1, value);
	return s && *s == ' ' &&
	       (size_t)(line + len - (s + 1)) == a->unit_len + 1 &&
	       !memcmp(s + 1, a->unit, a->unit_len) && line[len - 1] == '\n';
}
