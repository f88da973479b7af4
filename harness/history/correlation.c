// SPDX-License-Identifier: GPL-2.0-only
/* correlation.c - how much a run's noise resembles that of the run before. */
#include "series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define MOST_RHO	0.95	/* above that, all runs are hardly worth one */
#define ERROR_DIFFERENCES	2.0	/* standard errors of n runs, over 1 / sqrt(n) */
#define ERROR_RESIDUALS		1.0

/**
 * struct correlation - of a run's noise with that of the run after it, in a track
 * @sum: of the estimates of @nr series
 * @runs: of these series, added up
 */
struct correlation {
	struct changepoint_rho sum;
	size_t nr;
	size_t runs;
};

/* @v: room for all the points. */
static int add_correlation(struct history_series *s, double *v, struct correlation *c)
{
	size_t i;
	int err;

	for (i = 0; i < s->nr_points; i++)
		v[i] = s->points[i].value;
	err = changepoint__correlation(v, s->nr_points, &s->own_rho);
	if (err || isnan(s->own_rho.residuals) || isnan(s->own_rho.differences))
		return err;
	c->sum.differences += s->own_rho.differences;
	c->sum.residuals += s->own_rho.residuals;
	c->runs += s->nr_points;
	c->nr++;
	return 0;
}

/* @errors standard errors above estimates from @n values, the lesser: steps make either too large. */
static double least(const struct changepoint_rho *rho, double errors, size_t n)
{
	return fmin(rho->differences + errors * ERROR_DIFFERENCES / sqrt(n),
		    rho->residuals + errors * ERROR_RESIDUALS / sqrt(n));
}

/*
 * The series of a track share the machine's moods, and together they show its
 * correlation best; a series that has clearly more keeps its own. One and a half
 * standard errors are added to what all show, and two are taken from what one
 * shows: too little raises false alarms, too much hides small steps.
 */
static double correlation_of(const struct history_series *s, const struct correlation *c)
{
	struct changepoint_rho mean;
	double rho = 0;

	if (c->nr) {
		mean.differences = c->sum.differences / c->nr;
		mean.residuals = c->sum.residuals / c->nr;
		rho = least(&mean, 1.5, c->runs);
	}
	rho = fmax(rho, least(&s->own_rho, -2, s->nr_points));
	return fmin(fmax(rho, 0), MOST_RHO);
}

int history__correlate(struct history *h)
{
	struct history_series *s, *end = h->series + h->nr_series;
	struct correlation *c = calloc(h->nr_tracks + 1, sizeof(*c));
	size_t longest = 1;
	double *v;
	int err = 0;

	for (s = h->series; s < end; s++)
		longest = s->nr_points > longest ? s->nr_points : longest;
	v = calloc(longest, sizeof(*v));
	if (!c || !v)
		err = -ENOMEM;
	for (s = h->series; !err && s < end; s++) {
		s->own_rho = (struct changepoint_rho){ NAN, NAN };
		if (s->noisy)
			err = add_correlation(s, v, &c[s->track]);
	}
	for (s = h->series; !err && s < end; s++)
		s->rho = s->noisy ? correlation_of(s, &c[s->track]) : 0;
	free(v);
	free(c);
	return err;
}
