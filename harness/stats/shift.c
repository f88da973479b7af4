// SPDX-License-Identifier: GPL-2.0-only
/* shift.c - what two sides differ by, and intervals that assume no distribution. */
#include "shift.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#define LEVEL	0.95
#define MOST	500	/* values of a side; of more, groups stand for them */
#define EXACT	25	/* values of a side up to which ranks are counted */

struct stats_estimate stats__location(double *v, size_t n)
{
	/* How far beyond the extremes: docs/statistics.md has the simulation. */
	static const double beyond[] = { [4] = 1.7, [5] = 1.15 };
	struct stats_estimate e = { stats__median(v, n), NAN, NAN };
	double wide, narrow, part;
	size_t k = 1;

	if (n < STATS_LEAST_INTERVAL)
		return e;
	if (n < sizeof(beyond) / sizeof(*beyond)) {
		e.low = e.value - beyond[n] * (e.value - v[0]);
		e.high = e.value + beyond[n] * (v[n - 1] - e.value);
		return e;
	}
	while (1 - 2 * gsl_cdf_binomial_P(k, 0.5, n) >= LEVEL)
		k++;
	wide = 1 - 2 * gsl_cdf_binomial_P(k - 1, 0.5, n);
	narrow = 1 - 2 * gsl_cdf_binomial_P(k, 0.5, n);
	part = (wide - LEVEL) / (wide - narrow);
	part = (n - k) * part / (k + (n - 2.0 * k) * part);
	e.low = (1 - part) * v[k - 1] + part * v[k];
	e.high = (1 - part) * v[n - k] + part * v[n - k - 1];
	return e;
}

/* Subsets of 1 to n by their sum, or of m of 1 to n + m: what ranks may add up to. */
static double *count_ranks(bool paired, size_t n, size_t m, size_t *nr)
{
	size_t most = paired ? n * (n + 1) / 2 : n * m, k, i, u;
	double *ways;

	*nr = most + 1;
	ways = calloc(*nr, sizeof(*ways));
	if (!ways)
		return NULL;
	ways[0] = 1;
	/* The product of 1 + x^k, or Gauss's binomial: of (1 - x^(n+k)) / (1 - x^k). */
	for (k = 1; paired && k <= n; k++) {
		for (u = most; u >= k; u--)
			ways[u] += ways[u - k];
	}
	for (k = 1; !paired && k <= m; k++) {
		for (i = most; i >= n + k; i--)
			ways[i] -= ways[i - n - k];
		for (i = k; i <= most; i++)
			ways[i] += ways[i - k];
	}
	return ways;
}

static int set_ranks(struct stats_ranks *r, const struct stats_shift *s)
{
	double mean, sd, all = 0, seen = 0, *ways;
	size_t nr, i;

	if (r->paired == s->paired && r->n == s->nb && r->m == s->nh)
		return 0;
	*r = (struct stats_ranks){ s->paired, s->nb, s->nh, 0 };
	if (r->n > EXACT || r->m > EXACT) {
		mean = s->paired ? r->n * (r->n + 1) / 4.0 : r->n * r->m / 2.0;
		sd = s->paired ? sqrt(mean * (2 * r->n + 1) / 6) :
		     sqrt(mean * (r->n + r->m + 1) / 6);
		r->out = fmax(0, floor(mean - gsl_cdf_ugaussian_Pinv(0.975) * sd));
		return 0;
	}
	ways = count_ranks(s->paired, r->n, r->m, &nr);
	if (!ways)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		all += ways[i];
	while (seen + ways[r->out] <= (1 - LEVEL) / 2 * all)
		seen += ways[r->out++];
	free(ways);
	return 0;
}

/* Means of any two differences, or differences of any two rounds. */
static double *combine(const struct stats_shift *s, size_t *nr)
{
	size_t i, k, of = s->paired ? s->nb : s->nh;
	double *v = malloc((s->nb + 1) * (of + 1) * sizeof(*v));

	*nr = 0;
	for (i = 0; v && i < s->nb; i++) {
		for (k = s->paired ? i : 0; k < of; k++)
			v[(*nr)++] = s->paired ? (s->head[i] - s->base[i] +
						  s->head[k] - s->base[k]) / 2 :
						 s->head[k] - s->base[i];
	}
	return v;
}

/* Each side with a variance of its own, and Satterthwaite's degrees of freedom. */
static void hold_welch(const struct stats_shift *s, struct stats_estimate *e)
{
	double b = gsl_stats_variance(s->base, 1, s->nb) / s->nb;
	double h = gsl_stats_variance(s->head, 1, s->nh) / s->nh;
	double mean = gsl_stats_mean(s->head, 1, s->nh) -
		      gsl_stats_mean(s->base, 1, s->nb);
	double df = pow(b + h, 2) / (b * b / (s->nb - 1) + h * h / (s->nh - 1)), by;

	if (!isfinite(df))
		return;
	by = gsl_cdf_tdist_Pinv(0.975, df) * sqrt(b + h);
	e->low = fmin(e->low, mean - by);
	e->high = fmax(e->high, mean + by);
}

static int estimate(const struct stats_shift *s, struct stats_ranks *ranks,
		    struct stats_estimate *out)
{
	size_t nr, least = s->nb < s->nh ? s->nb : s->nh;
	double *v = combine(s, &nr);
	int err = v ? set_ranks(ranks, s) : -ENOMEM;

	if (err) {
		free(v);
		return err;
	}
	gsl_sort(v, 1, nr);
	*out = (struct stats_estimate){ gsl_stats_median_from_sorted_data(v, 1, nr), NAN, NAN };
	if (least >= STATS_LEAST_INTERVAL && ranks->out) {
		out->low = v[ranks->out - 1];
		out->high = v[nr - ranks->out];
		if (!s->paired)
			hold_welch(s, out);
	}
	free(v);
	return 0;
}

/* Logarithms where asked for, and no more values than MOST: means of neighbours. */
static size_t reduce(const double *v, size_t n, bool logarithm, double *out)
{
	size_t group = (n + MOST - 1) / MOST, i, k, nr = 0;
	double sum;

	for (i = 0; i < n; i += group) {
		for (k = i, sum = 0; k < n && k < i + group; k++)
			sum += logarithm ? log(v[k]) : v[k];
		out[nr++] = sum / (k - i);
	}
	return nr;
}

int stats__shift(const struct stats_shift *s, struct stats_ranks *ranks,
		 struct stats_estimate *out)
{
	double *base = malloc((s->nb + s->nh) * sizeof(*base)), *head = base + s->nb;
	struct stats_shift reduced = { base, 0, head, 0, s->paired, s->ratio };
	int err;

	if (!base)
		return -ENOMEM;
	reduced.nb = reduce(s->base, s->nb, s->ratio, base);
	reduced.nh = reduce(s->head, s->nh, s->ratio, head);
	err = estimate(&reduced, ranks, out);
	free(base);
	if (!err && s->ratio)
		*out = (struct stats_estimate){ exp(out->value), exp(out->low),
						exp(out->high) };
	return err;
}
