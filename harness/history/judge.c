// SPDX-License-Identifier: GPL-2.0-only
/* judge.c - change points of every series, and the level between two of them. */
#include "series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/results.h"
#include "stats/stats.h"

#define MOST_RHO	0.95	/* above that, all runs are hardly worth one */

static const char *key(const char *value)
{
	return *value ? value : NULL;
}

static bool are_partners(const struct history_run *a,
			 const struct history_run *b)
{
	return run__in_turn(a->id, key(a->paired_with), b->id, key(b->paired_with)) &&
	       !strcmp(a->machine, b->machine) && !strcmp(a->cpu, b->cpu);
}

static int by_id(const void *id, const void *element)
{
	const struct history_run *run = element;

	return strcmp(id, run->id);
}

/* The other file may be one of those that lack the key. */
static void pair_named(struct history *h, struct history_run *run)
{
	struct history_run *other;

	other = bsearch(run->paired_with, h->runs, h->nr_runs, sizeof(*h->runs), by_id);
	if (!other || !are_partners(run, other))
		return;
	run->partner = other;
	if (!*other->paired_with)
		other->partner = run;
}

/* Runs are sorted by their ids: those of one time lie together. */
static void pair_runs(struct history *h)
{
	struct history_run *run, *end = h->runs + h->nr_runs;

	for (run = h->runs; run < end; run++) {
		if (*run->paired_with)
			pair_named(h, run);
	}
	for (run = h->runs; run + 1 < end; run++) {
		if (!run->partner && !run[1].partner && are_partners(run, run + 1)) {
			run->partner = run + 1;
			run[1].partner = run;
		}
	}
}

/* The same cell of the run's partner; NULL if there is none. */
static const struct history_value *partners(const struct history_series *s,
					    const struct history_run *run)
{
	const struct history_run *partner = run->partner;
	size_t i;

	for (i = 0; partner && i < partner->nr_values; i++) {
		if (partner->values[i].bench == s->bench &&
		    partner->values[i].unit == s->unit &&
		    partner->values[i].vcpus == s->vcpus)
			return &partner->values[i];
	}
	return NULL;
}

/*
 * Common-mode drift cancels in the ratio of two runs that alternate. The ratios
 * are comparable only if all runs alternate with one kernel.
 */
static int cancel_drift(struct history_series *s)
{
	double *base = calloc(2 * s->nr_points, sizeof(*base)), median;
	const struct history_value *v;
	const char *first = NULL, *id;
	size_t i;

	if (!base)
		return -ENOMEM;
	for (i = 0; i < s->nr_points; i++) {
		v = partners(s, s->points[i].run);
		if (!v || v->value <= 0)
			goto out;
		id = s->points[i].run->partner->kernel_id;
		if (first && strcmp(first, id))
			goto out;
		first = id;
		base[i] = base[s->nr_points + i] = v->value;
	}
	median = stats__median(base + s->nr_points, s->nr_points);
	for (i = 0; i < s->nr_points; i++) {
		s->points[i].value *= median / base[i];
		s->points[i].low *= median / base[i];
		s->points[i].high *= median / base[i];
	}
	s->relative = true;
out:
	free(base);
	return 0;
}

/* @scratch: room for all the points. */
static void set_levels(struct history_series *s, double *scratch)
{
	size_t i, k, first = 0, end;
	double level;

	for (k = 0; k <= s->nr_changes; k++) {
		end = k < s->nr_changes ? s->changes[k].at : s->nr_points;
		for (i = first; i < end; i++)
			scratch[i - first] = s->points[i].value;
		level = stats__median(scratch, end - first);
		for (i = first; i < end; i++)
			s->points[i].level = level;
		first = end;
	}
}

static bool is_mixed(const struct history_point *p)
{
	return p->low < p->high;
}

/*
 * Exact units are counts that repeat. Where the rounds of more than one run, and of
 * more than a tenth of all, do not agree, the counts of this series do not repeat,
 * and it is judged as times are.
 */
static bool is_noisy(const struct history_series *s)
{
	size_t i, mixed = 0;

	for (i = 0; i < s->nr_points; i++)
		mixed += is_mixed(&s->points[i]);
	return !s->exact || (mixed > 1 && mixed > s->nr_points / 10);
}

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
	return fmin(rho->differences + errors * 2 / sqrt(n),
		    rho->residuals + errors * 2 / sqrt(n));
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

static int prepare(struct history *h, struct correlation *c, size_t *noisy)
{
	struct history_series *s, *end = h->series + h->nr_series;
	size_t longest = 1;
	double *v;
	int err = 0;

	*noisy = 0;
	for (s = h->series; s < end; s++)
		longest = s->nr_points > longest ? s->nr_points : longest;
	v = calloc(longest, sizeof(*v));
	if (!v)
		return -ENOMEM;
	for (s = h->series; !err && s < end; s++) {
		s->own_rho = (struct changepoint_rho){ NAN, NAN };
		s->noisy = is_noisy(s);
		if (!s->noisy)
			continue;
		++*noisy;
		err = s->exact ? 0 : cancel_drift(s);
		if (!err)
			err = add_correlation(s, v, &c[s->track]);
	}
	free(v);
	return err;
}

/* Find the change points; @v: room for three values a point. */
static int find(const struct history *h, struct history_series *s, double *v)
{
	size_t i, n = s->nr_points;

	for (i = 0; i < n; i++) {
		v[i] = s->points[i].value;
		v[n + i] = s->points[i].low;
		v[2 * n + i] = s->points[i].high;
	}
	if (s->noisy)
		return changepoint__noisy(v, n, s->rho, s->alpha, HISTORY_SEED, s->changes,
					  &s->nr_changes);
	s->nr_changes = changepoint__exact(v, v + n, v + 2 * n, n,
					   history__tolerance(h, s), s->changes);
	return 0;
}

/* The change point with the smallest step, relative; its size is *step. */
static size_t smallest(const struct history_series *s, double *step)
{
	size_t k, found = 0;
	double before, now;

	*step = INFINITY;
	for (k = 0; k < s->nr_changes; k++) {
		before = s->points[s->changes[k].at - 1].level;
		now = fabs(s->points[s->changes[k].at].level - before) / fabs(before);
		if (now < *step) {
			*step = now;
			found = k;
		}
	}
	return found;
}

static int judge(const struct history *h, struct history_series *s)
{
	double *v = calloc(3 * s->nr_points, sizeof(*v)), step;
	size_t k;
	int err;

	s->changes = calloc(s->nr_points, sizeof(*s->changes));
	err = v && s->changes ? find(h, s, v) : -ENOMEM;
	/* A step within the tolerance is none: its two sides are one segment. */
	while (!err) {
		set_levels(s, v);
		k = smallest(s, &step);
		if (!s->noisy || !(step < history__tolerance(h, s)))
			break;
		s->nr_changes--;
		memmove(s->changes + k, s->changes + k + 1,
			(s->nr_changes - k) * sizeof(*s->changes));
	}
	free(v);
	return err;
}

/* Runs that a noisy series takes for any order of them to be significant. */
static size_t fewest(const struct history *h)
{
	const struct history_series *s = h->series;
	size_t n = CHANGEPOINT_MIN_NOISY;

	while (!history__is_short(s))
		s++;
	while (changepoint__least_p(n) > s->alpha * s->nr_points / n)
		n++;
	return n;
}

static int warn(struct history *h)
{
	size_t i, vary = 0, shorts = 0;
	int err = 0;

	for (i = 0; i < h->nr_series; i++) {
		vary += h->series[i].exact && h->series[i].noisy;
		shorts += history__is_short(&h->series[i]);
	}
	if (vary)
		err = history__warn(h, "%zu series of counts that do not repeat, judged as times are", vary);
	if (!err && shorts)
		err = history__warn(h, "%zu noisy series of fewer than %zu runs: no change in them can be told from noise: measure more",
				    shorts, fewest(h));
	return err;
}

int history__judge(struct history *h, struct why *why)
{
	struct correlation *c = calloc(h->nr_tracks + 1, sizeof(*c));
	struct history_series *s;
	size_t noisy;
	int err = c ? 0 : -ENOMEM;

	(void)why;
	pair_runs(h);
	if (!err)
		err = prepare(h, c, &noisy);
	for (s = h->series; !err && s < h->series + h->nr_series; s++) {
		s->rho = s->noisy ? correlation_of(s, &c[s->track]) : 0;
		/*
		 * One false alarm in twenty histories, however many series
		 * (Bonferroni), and however often it is looked at while it grows.
		 */
		s->alpha = HISTORY_ALPHA / (noisy ? noisy : 1) / s->nr_points;
		err = judge(h, s);
	}
	free(c);
	return err ?: warn(h);
}
