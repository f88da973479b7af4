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

size_t results__by_round(const struct sample *s, size_t n, bool exact,
			 double *scratch, struct sample *out)
{
	size_t i, in_round, rounds = 0;

	for (i = 0; i < n; i += in_round) {
		for (in_round = 0; i + in_round < n; in_round++) {
			if (s[i + in_round].round != s[i].round)
				break;
			scratch[in_round] = s[i + in_round].value;
		}
		qsort(scratch, in_round, sizeof(*scratch), by_value);
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
		for (in_round = 0; i + in_round < n; in_round++) {
			if (s[i + in_round].round != s[i].round)
				break;
			scratch[in_round] = s[i + in_round].value;
		}
		if (in_round < QUARTERS)
			continue;
		qsort(scratch, in_round, sizeof(*scratch), by_value);
		lows[rounds] = scratch[in_round / QUARTERS];
		highs[rounds++] = scratch[in_round - 1 - in_round / QUARTERS];
	}
	*low = middle(lows, rounds);
	*high = middle(highs, rounds);
}
