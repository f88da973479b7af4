// SPDX-License-Identifier: GPL-2.0-only
/* bootstrap.c - the percentile bootstrap of medians, their ratio and their difference. */
#include "bootstrap.h"

#include <errno.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#define MOST_DRAWS	1000000	/* a table's: 8 ms, and 1 MB */
#define MOST_MEDIANS	400000	/* of all cells: 0.1 s */
#define FEWEST		200	/* resamples, however many rounds and cells */

static size_t resamples(size_t n, size_t cells)
{
	size_t nr = STATS_RESAMPLES;

	nr = fmin(nr, MOST_DRAWS / n);
	nr = fmin(nr, MOST_MEDIANS / cells);
	return fmax(nr, FEWEST);
}

int stats__resample(struct stats_resamples *r, size_t n, size_t cells,
		    unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	unsigned char *counts;
	size_t i, k;

	r->n = n;
	r->nr = resamples(n, cells);
	free(r->counts);
	r->counts = calloc(r->nr, n);
	if (!rng || !r->counts) {
		gsl_rng_free(rng);
		return -ENOMEM;
	}
	gsl_rng_set(rng, seed);
	for (i = 0, counts = r->counts; i < r->nr; i++, counts += n) {
		for (k = 0; k < n; k++)
			counts[gsl_rng_uniform_int(rng, n)]++;
	}
	gsl_rng_free(rng);
	return 0;
}

void stats__resamples_free(struct stats_resamples *r)
{
	free(r->counts);
	*r = (struct stats_resamples){ 0 };
}

/*
 * Median of a resample: @counts[i] times value i, for @order lists the values by
 * size. Of an even number the mean of the two in the middle.
 */
static double median(const double *v, const size_t *order,
		     const unsigned char *counts, size_t n)
{
	size_t seen = 0, i = 0;
	double low;

	while ((seen += counts[order[i]]) < (n + 1) / 2)
		i++;
	low = v[order[i]];
	if (n % 2 == 1)
		return low;
	while (seen < n / 2 + 1)
		seen += counts[order[++i]];
	return (low + v[order[i]]) / 2;
}

static struct stats_estimate interval(double value, double *resampled, size_t n)
{
	struct stats_estimate e = { .value = value };
	size_t tail = n / 40;	/* 2.5 % */

	e.low = gsl_stats_select(resampled, 1, n, tail - 1);
	e.high = gsl_stats_select(resampled, 1, n, n - tail);
	return e;
}

static double middle(const double *v, const size_t *order, size_t n)
{
	return (v[order[(n - 1) / 2]] + v[order[n / 2]]) / 2;
}

int stats__bootstrap(const double *base, const struct stats_resamples *rb,
		     const double *head, const struct stats_resamples *rh,
		     bool ratio, struct stats_change *out)
{
	size_t nr = rb->nr < rh->nr ? rb->nr : rh->nr, i;
	double *b = malloc(3 * nr * sizeof(*b)), *h = b + nr, *d = h + nr;
	size_t *bo = malloc((rb->n + rh->n) * sizeof(*bo)), *ho = bo + rb->n;
	double mb, mh;

	if (!b || !bo) {
		free(b);
		free(bo);
		return -ENOMEM;
	}
	gsl_sort_index(bo, base, 1, rb->n);
	gsl_sort_index(ho, head, 1, rh->n);
	for (i = 0; i < nr; i++) {
		b[i] = median(base, bo, rb->counts + i * rb->n, rb->n);
		h[i] = median(head, ho, rh->counts + i * rh->n, rh->n);
		/* Never NaN: a selection cannot order it. */
		d[i] = !ratio ? h[i] - b[i] : b[i] != 0 ? h[i] / b[i] : 0;
	}
	mb = middle(base, bo, rb->n);
	mh = middle(head, ho, rh->n);
	out->base = interval(mb, b, nr);
	out->head = interval(mh, h, nr);
	out->diff = interval(ratio ? mh / mb : mh - mb, d, nr);
	free(b);
	free(bo);
	return 0;
}
