// SPDX-License-Identifier: GPL-2.0-only
/* reduce.c - from batches to rounds. */
#include "reduce.h"

#include <math.h>
#include <stdlib.h>

#define QUARTERS	4	/* batches that a quartile takes */

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sorts the values of the first round into @scratch. Return: how many they are. */
static size_t take_round(const struct sample *s, size_t n, double *scratch)
{
	size_t nr = 0;

	for (; nr < n && s[nr].round == s[0].round; nr++)
		scratch[nr] = s[nr].value;
	qsort(scratch, nr, sizeof(*scratch), by_value);
	return nr;
}

size_t results__by_round(const struct sample *s, size_t n, bool exact,
			 double *scratch, struct sample *out)
{
	size_t i, in_round, rounds = 0;

	for (i = 0; i < n; i += in_round) {
		in_round = take_round(s + i, n - i, scratch);
		out[rounds].round = s[i].round;
		out[rounds++].value = exact ? scratch[0] :
			(scratch[(in_round - 1) / 2] + scratch[in_round / 2]) / 2;
	}
	return rounds;
}

static double middle(double *v, size_t n)
{
	if (!n)
		return NAN;
	qsort(v, n, sizeof(*v), by_value);
	return (v[(n - 1) / 2] + v[n / 2]) / 2;
}

void results__quartiles(const struct sample *s, size_t n, double *scratch, double *low,
			double *high)
{
	double *lows = scratch + n, *highs = scratch + 2 * n;
	size_t i, in_round, rounds = 0;

	for (i = 0; i < n; i += in_round) {
		in_round = take_round(s + i, n - i, scratch);
		if (in_round < QUARTERS)
			continue;
		lows[rounds] = scratch[in_round / QUARTERS];
		highs[rounds++] = scratch[in_round - 1 - in_round / QUARTERS];
	}
	*low = middle(lows, rounds);
	*high = middle(highs, rounds);
}
