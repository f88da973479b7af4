// SPDX-License-Identifier: GPL-2.0-only
/* Inference: the bootstrap of a median and the Mann-Whitney test. */
#include "stats.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#define EXACT_U_LIMIT	40	/* n + m: the counts stay whole in a double */

/* u in [0, 1) to an index into n sorted values. */
static size_t rank_of(double u, size_t n)
{
	size_t rank = u * n;

	return rank < n ? rank : n - 1;
}

int stats__resample(struct stats_resamples *r, size_t n, unsigned long seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t i, k = (n + 1) / 2;
	double u;

	if (!rng)
		return -ENOMEM;
	gsl_rng_set(rng, seed);
	r->n = n;
	for (i = 0; i < STATS_RESAMPLES; i++) {
		u = gsl_ran_beta(rng, k, n - k + 1);
		r->low[i] = rank_of(u, n);
		/*
		 * For even n the upper median is the least of the n - k draws
		 * that lie above u, where they are uniform.
		 */
		if (n % 2 == 0)
			u = 1 - (1 - u) * pow(gsl_rng_uniform_pos(rng),
					      1.0 / (n - k));
		r->high[i] = rank_of(u, n);
	}
	gsl_rng_free(rng);
	return 0;
}

static struct stats_estimate interval(double value, double *resampled)
{
	struct stats_estimate e = { .value = value };
	size_t tail = STATS_RESAMPLES / 40;	/* 2.5 % */

	e.low = gsl_stats_select(resampled, 1, STATS_RESAMPLES, tail - 1);
	e.high = gsl_stats_select(resampled, 1, STATS_RESAMPLES,
				  STATS_RESAMPLES - tail);
	return e;
}

void stats__bootstrap(const double *base, const struct stats_resamples *rb,
		      const double *head, const struct stats_resamples *rh,
		      struct stats_change *out)
{
	double b[STATS_RESAMPLES], h[STATS_RESAMPLES], q[STATS_RESAMPLES];
	double mb = gsl_stats_median_from_sorted_data(base, 1, rb->n);
	double mh = gsl_stats_median_from_sorted_data(head, 1, rh->n);
	size_t i;

	for (i = 0; i < STATS_RESAMPLES; i++) {
		b[i] = (base[rb->low[i]] + base[rb->high[i]]) / 2;
		h[i] = (head[rh->low[i]] + head[rh->high[i]]) / 2;
		/* Never NaN: a selection cannot order it. */
		q[i] = b[i] != 0 ? h[i] / b[i] : 0;
	}
	out->base = interval(mb, b);
	out->head = interval(mh, h);
	out->diff = interval(mh / mb, q);
}

/*
 * How many of the orders of n and m values have U = 0, 1, ... n * m. Their
 * generating function is the Gaussian binomial coefficient, the product of
 * (1 - q^(m + i)) / (1 - q^i) for i = 1 ... n.
 */
static void count_orders(double *count, size_t n, size_t m)
{
	size_t top = n * m, i, u;

	memset(count, 0, (top + 1) * sizeof(*count));
	count[0] = 1;
	for (i = 1; i <= n; i++) {
		for (u = top; u >= m + i; u--)
			count[u] -= count[u - m - i];
		for (u = i; u <= top; u++)
			count[u] += count[u - i];
	}
}

static double p_exact(double u, size_t n, size_t m)
{
	double count[EXACT_U_LIMIT * EXACT_U_LIMIT / 4 + 1];
	double tail = 0, all = 0;
	size_t i;

	count_orders(count, n, m);
	u = fmin(u, n * m - u);
	for (i = 0; i <= n * m; i++) {
		all += count[i];
		if (i <= u)
			tail += count[i];
	}
	return fmin(1, 2 * tail / all);
}

static double p_normal(double u, size_t n, size_t m, double ties)
{
	double all = n + m, product = (double)n * m;
	double sigma = sqrt(product / 12 * (all + 1 - ties / (all * (all - 1))));
	double z = (fabs(u - product / 2) - 0.5) / sigma;

	if (sigma == 0)
		return 1;
	return fmin(1, 2 * gsl_cdf_ugaussian_Q(fmax(z, 0)));
}

/*
 * U of a, with a half for each pair that ties, and the sum of t^3 - t over
 * the groups of t tied values, in one merge of the two sorted arrays.
 */
static double rank_sum(const double *a, size_t n, const double *b, size_t m,
		       double *ties)
{
	size_t i = 0, j = 0, in_a, in_b;
	double u = 0, v, t;

	*ties = 0;
	while (i < n || j < m) {
		v = j == m || (i < n && a[i] < b[j]) ? a[i] : b[j];
		for (in_a = 0; i < n && a[i] == v; i++)
			in_a++;
		for (in_b = 0; j < m && b[j] == v; j++)
			in_b++;
		u += in_a * (j - in_b + in_b / 2.0);
		t = in_a + in_b;
		*ties += t * t * t - t;
	}
	return u;
}

double stats__mann_whitney(const double *a, size_t n, const double *b, size_t m)
{
	double ties, u = rank_sum(a, n, b, m, &ties);

	if (n + m <= EXACT_U_LIMIT && ties == 0)
		return p_exact(u, n, m);
	return p_normal(u, n, m, ties);
}

double stats__least_p(size_t n, size_t m)
{
	return fmin(1, 2 * exp(-gsl_sf_lnchoose(n + m, n)));
}
