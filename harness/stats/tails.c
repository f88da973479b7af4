// SPDX-License-Identifier: GPL-2.0-only
/* tails.c - how far out the values of a sample lie. */
#include "tails.h"

#include <math.h>

#define LONG	2.8	/* of a normal: 2.6 */

/* How far the means of the last and of the first @part of the values are apart. */
static double width(const double *v, const size_t *order, size_t n, double part)
{
	size_t m = fmax(part * n, 1), i;
	double sum = 0;

	for (i = 0; i < m; i++)
		sum += v[order[n - 1 - i]] - v[order[i]];
	return sum / m;
}

bool stats__has_long_tails(const double *v, const size_t *order, size_t n)
{
	return width(v, order, n, 0.05) > LONG * width(v, order, n, 0.5);
}
