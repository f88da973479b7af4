// SPDX-License-Identifier: GPL-2.0-only
/* placement.c - where a sequence steps, once it is certain that it does. */
#include "placement.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "stats.h"

#define ENOUGH		20	/* values that a density is estimated from */
#define UNSEEN		0.05	/* of the density: anywhere in the range */
#define TIED		0.1	/* bandwidth of noise that is mostly one value, in its sd */

/**
 * struct density - of the noise
 * @r: @n residuals, sorted
 * @width: of a kernel
 * @range: of the residuals and the step
 */
struct density {
	const double *r;
	size_t n;
	double width;
	double range;
};

static double log_density(const struct density *d, double x)
{
	double sum = 0, u;
	size_t i;

	for (i = 0; i < d->n; i++) {
		u = (x - d->r[i]) / d->width;
		sum += exp(-u * u / 2);
	}
	return log((1 - UNSEEN) * sum / (d->n * d->width * sqrt(2 * M_PI)) + UNSEEN / d->range);
}

static void set_density(struct density *d, double *r, size_t n, double step)
{
	double sd, quartiles;

	gsl_sort(r, 1, n);
	sd = gsl_stats_sd(r, 1, n);
	quartiles = (gsl_stats_quantile_from_sorted_data(r, 1, n, 0.75) -
		     gsl_stats_quantile_from_sorted_data(r, 1, n, 0.25)) / 1.34;
	*d = (struct density){
		.r = r, .n = n, .range = r[n - 1] - r[0] + 2 * fabs(step),
		.width = quartiles > 0 ? 0.9 * fmin(sd, quartiles) * pow(n, -0.2) : TIED * sd,
	};
}

static double median_of(const double *v, size_t n, double *work)
{
	memcpy(work, v, n * sizeof(*v));
	return stats__median(work, n);
}

/* What the value before does not explain, if the levels were @before and @now. */
static double residual(const double *v, size_t i, double before, double now, double rho)
{
	return v[i] - now - (i ? rho * (v[i - 1] - before) : 0);
}

size_t stats__place_reach(size_t n, size_t at)
{
	return fmin(STATS_NEAR, fmin(at / 3.0, (n - at) / 3.0));
}

void stats__place_add(const double *v, size_t n, size_t at, double rho, double *work,
		      double *likely)
{
	size_t near = stats__place_reach(n, at), m = 0, i;
	double before = median_of(v, at, work), after = median_of(v + at, n - at, work);
	double sum = 0;
	struct density d;

	for (i = 0; i < n; i++) {
		if (i + near < at)
			work[m++] = residual(v, i, before, before, rho);
		else if (i > at + near)
			work[m++] = residual(v, i, after, after, rho);
	}
	if (m < ENOUGH)
		return;
	set_density(&d, work, m, after - before);
	if (!(d.width > 0))
		return;
	/* How much more likely is a step at i + 1 than one at i? */
	for (i = at - near; i < at + near && i + 1 < n; i++) {
		sum += log_density(&d, residual(v, i, before, before, rho)) -
		       log_density(&d, residual(v, i, before, after, rho)) +
		       log_density(&d, residual(v, i + 1, before, after, rho)) -
		       log_density(&d, residual(v, i + 1, after, after, rho));
		likely[i + 1 + near - at] += sum;
	}
}

size_t stats__place_best(size_t n, size_t at, size_t least, const double *likely)
{
	size_t near = stats__place_reach(n, at), i, best = at, from = at - near;

	if (from < least)
		from = least;
	for (i = from; i <= at + near && i + least <= n; i++) {
		if (likely[i + near - at] > likely[best + near - at])
			best = i;
	}
	return best;
}

size_t stats__place(const double *v, size_t n, size_t at, double rho, size_t least,
		    double *work)
{
	double likely[2 * STATS_NEAR + 1] = { 0 };

	stats__place_add(v, n, at, rho, work, likely);
	return stats__place_best(n, at, least, likely);
}
