// SPDX-License-Identifier: GPL-2.0-only
/* judge.c - change points of every series, and the level between two of them. */
#include "series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/results.h"
#include "stats/stats.h"

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

static int prepare(struct history *h, size_t *noisy)
{
	struct history_series *s, *end = h->series + h->nr_series;
	int err = 0;

	*noisy = 0;
	for (s = h->series; !err && s < end; s++) {
		s->noisy = is_noisy(s);
		*noisy += s->noisy;
		if (s->noisy && !s->exact)
			err = cancel_drift(s);
	}
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

	err = v ? find(h, s, v) : -ENOMEM;
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
	struct history_series *s;
	size_t noisy;
	int err;

	(void)why;
	pair_runs(h);
	err = prepare(h, &noisy);
	if (!err)
		err = history__correlate(h);
	for (s = h->series; !err && s < h->series + h->nr_series; s++) {
		/*
		 * One false alarm in twenty histories, however many series
		 * (Bonferroni), and however often it is looked at while it grows.
		 */
		s->alpha = HISTORY_ALPHA / (noisy ? noisy : 1) / s->nr_points;
		s->nr_changes = 0;
		s->changes = calloc(s->nr_points, sizeof(*s->changes));
		err = s->changes ? 0 : -ENOMEM;
	}
	if (!err)
		err = history__find_together(h);
	for (s = h->series; !err && s < h->series + h->nr_series; s++)
		err = judge(h, s);
	return err ?: warn(h);
}
