// SPDX-License-Identifier: GPL-2.0-only
/* Change points of every series, and the level between two of them. */
#include "history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

static int by_id(const void *key, const void *element)
{
	const struct history_run *run = element;

	return strcmp(key, run->id);
}

/* The same cell of the run that alternated with this one; NULL if none. */
static const struct history_value *beside(const struct history *h,
					  const struct history_series *s,
					  const struct history_run *run,
					  const char **kernel_id)
{
	const struct history_run *other;
	size_t i;

	other = bsearch(run->beside, h->runs, h->nr_runs, sizeof(*h->runs), by_id);
	if (!other)
		return NULL;
	*kernel_id = other->kernel_id;
	for (i = 0; i < other->nr_values; i++) {
		if (other->values[i].bench == s->bench &&
		    other->values[i].unit == s->unit &&
		    other->values[i].vcpus == s->vcpus)
			return &other->values[i];
	}
	return NULL;
}

/*
 * What a machine's mood does to a run it does to the one that alternates with
 * it: their ratio is free of it. Only if all of them alternate with one kernel.
 */
static int cancel_drift(const struct history *h, struct history_series *s)
{
	double *base = calloc(2 * s->nr_points, sizeof(*base)), median;
	const struct history_value *v;
	const char *first = NULL, *id = NULL;
	size_t i;

	if (!base)
		return -ENOMEM;
	for (i = 0; i < s->nr_points; i++) {
		v = beside(h, s, s->points[i].run, &id);
		if (!v || v->value <= 0 || (first && strcmp(first, id)))
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
		err = cancel_drift(h, s);
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
