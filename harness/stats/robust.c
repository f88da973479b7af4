// SPDX-License-Identifier: GPL-2.0-only
/* robust.c - values that lie far out, and what they may weigh. */
#include "robust.h"
#include "stats.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define FAR		3	/* robust standard deviations */
#define LONG		0.035	/* of the values: far out more often than a normal's */
#define ENOUGH		200	/* values that this is known from */
#define SD_OF_MEDIAN	1.4826	/* a normal's standard deviation, in median distances */

/* The values that are not missing. */
static size_t take(const double *v, size_t n, double *work)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		if (!isnan(v[i]))
			work[k++] = v[i];
	}
	return k;
}

/* Their median distance from a center, NaN for their own median. */
static double distance(const double *v, size_t n, double center, double *work)
{
	size_t k = take(v, n, work), i;

	if (!k)
		return 0;
	if (isnan(center))
		center = stats__median(work, k);
	for (i = 0; i < k; i++)
		work[i] = fabs(work[i] - center);
	return stats__median(work, k);
}

static void clip(double *v, size_t n, double center, double by)
{
	size_t i;

	for (i = 0; i < n && by > 0; i++) {
		if (!isnan(v[i]))
			v[i] = fmax(fmin(v[i], center + by), center - by);
	}
}

void stats__clip_pairs(double *v, size_t n, double *work)
{
	clip(v, n, 0, STATS_CLIP * SD_OF_MEDIAN * distance(v, n, 0, work));
}

void stats__add_far(struct stats_far *far, const double *v, size_t n, double *work)
{
	double by = FAR * SD_OF_MEDIAN * distance(v, n, 0, work);
	size_t i;

	for (i = 0; i < n && by > 0; i++) {
		if (isnan(v[i]))
			continue;
		far->nr += fabs(v[i]) > by;
		far->of++;
	}
}

bool stats__is_worth_clipping(const struct stats_far *far)
{
	return far->of < ENOUGH || far->nr > LONG * far->of;
}

void stats__clip_sides(double *v, size_t nb, size_t nh, double *work)
{
	size_t k = take(v, nb + nh, work);
	double center, by, own[2];

	if (!k)
		return;
	center = stats__median(work, k);
	by = distance(v, nb + nh, NAN, work);
	if (by == 0)
		return;
	own[0] = distance(v, nb, NAN, work);
	own[1] = distance(v + nb, nh, NAN, work);
	by = fmax(by, fmax(own[0], own[1]));
	clip(v, nb + nh, center, STATS_CLIP * SD_OF_MEDIAN * by);
}

/* A median distance of n normal values is too small by this (Croux and Rousseeuw 1992). */
static double small_sample(size_t n)
{
	static const double by[] = { 1, 1, 1.196, 1.495, 1.363, 1.206, 1.2, 1.14, 1.129, 1.107 };

	return n < sizeof(by) / sizeof(*by) ? by[n] : n / (n - 0.8);
}

static double deviation(const double *v, size_t n, double *work)
{
	size_t k = take(v, n, work);

	return k > 1 ? gsl_stats_sd(work, 1, k) : 0;
}

double stats__unlikeness(const double *v, size_t nb, size_t nh, double *work)
{
	double base = distance(v, nb, NAN, work), head = distance(v + nb, nh, NAN, work);

	/* Where most rounds of a side agree, the few that do not say how it scatters. */
	if (base == 0 || head == 0) {
		base = deviation(v, nb, work);
		head = deviation(v + nb, nh, work);
		return base > 0 && head > 0 ? log(head / base) : NAN;
	}
	return log(head * small_sample(nh) / (base * small_sample(nb)));
}
