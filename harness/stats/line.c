// SPDX-License-Identifier: GPL-2.0-only
/* line.c - a line through the sizes, and whether there is one. */
#include "line.h"
#include "stats.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

/* Smallest value that half of the weight does not exceed. */
static double weighted_median(double *v, double *weight, size_t n)
{
	double all = 0, seen = 0;
	size_t i;

	gsl_sort2(v, 1, weight, 1, n);
	for (i = 0; i < n; i++)
		all += weight[i];
	for (i = 0; i + 1 < n; i++) {
		seen += weight[i];
		if (seen >= all / 2)
			break;
	}
	/* Exactly half on each side: nothing prefers either. */
	return seen == all / 2 && i + 1 < n ? (v[i] + v[i + 1]) / 2 : v[i];
}

int stats__fit(const double *x, const double *y, size_t n,
	       struct stats_line *line)
{
	size_t pairs = n * (n - 1) / 2, i, j, k = 0;
	double *slopes = malloc((2 * pairs + n) * sizeof(*slopes));
	double *weights = slopes + pairs, *rest = weights + pairs;

	if (!slopes)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		for (j = i + 1; j < n; j++) {
			slopes[k] = (y[j] - y[i]) / (x[j] - x[i]);
			weights[k++] = fabs(x[j] - x[i]);
		}
	}
	line->slope = weighted_median(slopes, weights, pairs);
	for (i = 0; i < n; i++)
		rest[i] = y[i] - line->slope * x[i];
	line->fixed = stats__median(rest, n);
	free(slopes);
	return 0;
}

/* The residuals of v from its own least-squares line over x. */
static void straighten(const double *x, const double *v, double *out, size_t n)
{
	double fixed, slope, cov00, cov01, cov11, sumsq;
	size_t i;

	gsl_fit_linear(x, 1, v, 1, n, &fixed, &slope, &cov00, &cov01, &cov11,
		       &sumsq);
	for (i = 0; i < n; i++)
		out[i] = v[i] - fixed - slope * x[i];
}

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* How far the best parabola is from its chord, halfway. */
static double sagitta(const double *x, const double *y, size_t n, double *work)
{
	double *square = work, *shape = work + n, size;
	size_t i;

	for (i = 0; i < n; i++)
		square[i] = x[i] * x[i];
	straighten(x, square, shape, n);
	size = dot(shape, shape, n);
	if (size == 0)
		return 0;
	return fabs(dot(shape, y, n) / size) * pow(x[n - 1] - x[0], 2) / 4;
}

int stats__misfit(const double *x, const double *y, size_t n,
		  struct stats_line line, double flat, double *misfit)
{
	double *work = calloc(2 * n, sizeof(*work));
	double worst = 0, largest = 0, range = fabs(line.slope) * (x[n - 1] - x[0]);
	size_t i;

	if (!work)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		worst = fmax(worst, fabs(y[i] - line.fixed - line.slope * x[i]));
		largest = fmax(largest, fabs(y[i]));
	}
	if (worst <= flat * largest)
		*misfit = 0;
	else
		*misfit = fmax(worst, sagitta(x, y, n, work)) / range;
	free(work);
	return 0;
}

/* Two-sided p of Student's t for a mean of 0. */
static double p_of_mean(const double *v, size_t n)
{
	double mean = gsl_stats_mean(v, 1, n);
	double sd = gsl_stats_sd_m(v, 1, n, mean);

	if (sd == 0)
		return mean == 0 ? 1 : 0;
	return 2 * gsl_cdf_tdist_Q(fabs(mean) / sd * sqrt(n), n - 1);
}

int stats__lack_of_fit(const double *x, size_t k, const double *y, size_t n,
		       double *p)
{
	double *shape = malloc((3 * k + n) * sizeof(*shape));
	double *bent = shape + k, *value = bent + 2 * k, least = 1;
	size_t i, s;

	*p = NAN;
	if (!shape)
		return -ENOMEM;
	for (s = 0; s < 2 && n >= 3; s++) {
		for (i = 0; i < k; i++)
			shape[i] = s ? log(x[i]) : x[i] * x[i];
		straighten(x, shape, bent, k);
		for (i = 0; i < n; i++)
			value[i] = dot(bent, y + i * k, k);
		least = fmin(least, p_of_mean(value, n));
		*p = fmin(1, 2 * least);
	}
	free(shape);
	return 0;
}
