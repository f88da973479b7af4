// SPDX-License-Identifier: GPL-2.0-only
/* judge.c - change points of every series, and the level between two of them. */
#include "series.h"

#include <errno.h>
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

static int judge(const struct history *h, struct history_series *s,
		 double alpha)
{
	size_t i, n = s->nr_points;
	double *v = calloc(3 * n, sizeof(*v));
	int err = 0;

	s->changes = calloc(n, sizeof(*s->changes));
	if (!v || !s->changes)
		err = -ENOMEM;
	if (!err && !s->exact)
		err = cancel_drift(s);
	for (i = 0; !err && i < n; i++) {
		v[i] = s->points[i].value;
		v[n + i] = s->points[i].low;
		v[2 * n + i] = s->points[i].high;
	}
	if (!err && s->exact)
		s->nr_changes = changepoint__exact(v, v + n, v + 2 * n, n,
						   h->options.threshold,
						   s->changes);
	else if (!err)
		err = changepoint__noisy(v, n, alpha, HISTORY_SEED, s->changes,
					 &s->nr_changes);
	if (!err)
		set_levels(s, v);
	free(v);
	return err;
}

int history__judge(struct history *h, struct why *why)
{
	size_t i, noisy = 0, shorts = 0;
	int err = 0;

	(void)why;
	pair_runs(h);
	for (i = 0; i < h->nr_series; i++)
		noisy += !h->series[i].exact;
	/* Bonferroni: one false alarm in twenty histories, however many cells. */
	for (i = 0; !err && i < h->nr_series; i++) {
		err = judge(h, &h->series[i], HISTORY_ALPHA / (noisy ? noisy : 1));
		shorts += history__is_short(&h->series[i]);
	}
	if (!err && shorts)
		err = history__warn(h, "%zu noisy series of fewer than %d runs: no change in them can be told from noise: measure more",
				    shorts, CHANGEPOINT_MIN_NOISY);
	return err;
}
