// SPDX-License-Identifier: GPL-2.0-only
/* group.c - from runs to tracks and series: what may stand in one row. */
#include "series.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

static bool same_track(const struct history_track *track,
		       const struct history_run *run, bool revisions, bool across)
{
	const struct history_run *first = track->first;

	if (track->revisions != revisions || strcmp(first->machine, run->machine) ||
	    strcmp(first->cpu, run->cpu))
		return false;
	return across || (!strcmp(first->base, run->base) &&
			  !strcmp(first->config, run->config) &&
			  (revisions || !strcmp(first->kernel, run->kernel)));
}

static int find_track(struct history *h, const struct history_run *run,
		      bool revisions, size_t *at)
{
	struct history_track *more;

	for (*at = 0; *at < h->nr_tracks; (*at)++) {
		if (same_track(&h->tracks[*at], run, revisions, h->options.across))
			return 0;
	}
	more = array__grow(h->tracks, &h->room_tracks, h->nr_tracks, sizeof(*more));
	if (!more)
		return -ENOMEM;
	h->tracks = more;
	h->tracks[h->nr_tracks++] = (struct history_track){ run, revisions, 0 };
	return 0;
}

static struct history_series *find_series(struct history *h, size_t track,
					  const struct history_value *v)
{
	struct history_series *s, *more;
	size_t i;

	for (s = h->series; s < h->series + h->nr_series; s++) {
		if (s->track == track && s->bench == v->bench &&
		    s->vcpus == v->vcpus && s->unit == v->unit)
			return s;
	}
	more = array__grow(h->series, &h->room_series, h->nr_series, sizeof(*more));
	if (!more)
		return NULL;
	h->series = more;
	s = &h->series[h->nr_series++];
	*s = (struct history_series){ .track = track, .bench = v->bench,
				      .unit = v->unit, .vcpus = v->vcpus };
	for (i = 0; i < h->nr_units; i++) {
		if (h->units[i].name == v->unit) {
			s->exact = h->units[i].exact;
			s->higher = h->units[i].higher;
		}
	}
	return s;
}

/* The newest run of a revision or a release counts: runs are sorted by id. */
static int add_point(struct history *h, struct history_series *s,
		     const struct history_point *point)
{
	struct history_point *more;

	if ((h->nr_revisions || h->options.across) && s->nr_points &&
	    s->points[s->nr_points - 1].place == point->place) {
		s->points[s->nr_points - 1] = *point;
		return 0;
	}
	more = array__grow(s->points, &s->room_points, s->nr_points, sizeof(*more));
	if (!more)
		return -ENOMEM;
	s->points = more;
	s->points[s->nr_points++] = *point;
	return 0;
}

static int add_run(struct history *h, const struct history_run *run,
		   bool revisions, size_t place)
{
	struct history_point point;
	struct history_series *s;
	size_t i, track;
	int err = 0;

	if (!run->nr_values)
		return 0;
	err = find_track(h, run, revisions, &track);
	if (err)
		return err;
	h->tracks[track].nr_runs++;
	for (i = 0; !err && i < run->nr_values; i++) {
		s = find_series(h, track, &run->values[i]);
		point = (struct history_point){ run, place, run->values[i].value,
						run->values[i].low,
						run->values[i].high, 0 };
		err = s ? add_point(h, s, &point) : -ENOMEM;
	}
	return err;
}

static int by_commit(const void *a, const void *b)
{
	const struct history_run * const *x = a, * const *y = b;
	int order = strcmp((*x)->date, (*y)->date);

	if (!order)
		order = strcmp((*x)->commit, (*y)->commit);
	return order ? order : strcmp((*x)->id, (*y)->id);
}

/* Named kernels by the time they were measured, revisions by their date. */
static int add_by_date(struct history *h)
{
	const struct history_run **revisions = calloc(h->nr_runs, sizeof(*revisions));
	size_t i, nr = 0;
	int err = revisions ? 0 : -ENOMEM;

	for (i = 0; !err && i < h->nr_runs; i++) {
		if (*h->runs[i].commit)
			revisions[nr++] = &h->runs[i];
		else
			err = add_run(h, &h->runs[i], false, i);
	}
	if (nr)
		qsort(revisions, nr, sizeof(*revisions), by_commit);
	for (i = 0; !err && i < nr; i++)
		err = add_run(h, revisions[i], true, i);
	free(revisions);
	return err;
}

static int by_source(const void *a, const void *b)
{
	const struct history_run * const *x = a, * const *y = b;
	int order = strverscmp((*x)->source, (*y)->source);

	return order ? order : strcmp((*x)->id, (*y)->id);
}

/* A step between two configurations may be theirs. */
static int warn_of_configs(struct history *h, const struct history_run **runs, size_t nr)
{
	size_t i;

	for (i = 1; i < nr; i++) {
		if (strcmp(runs[i]->config, runs[0]->config))
			return history__warn(h, "kernels of different configurations: a step between them may be the configuration's, see docs/bases.md");
	}
	return 0;
}

/* One kernel on all bases, by the version of its sources. */
static int add_by_release(struct history *h)
{
	const struct history_run **runs = calloc(h->nr_runs, sizeof(*runs));
	size_t i, place = 0;
	int err = runs ? 0 : -ENOMEM;

	for (i = 0; !err && i < h->nr_runs; i++)
		runs[i] = &h->runs[i];
	if (!err)
		qsort(runs, h->nr_runs, sizeof(*runs), by_source);
	for (i = 0; !err && i < h->nr_runs; i++) {
		place += i && strcmp(runs[i]->source, runs[i - 1]->source);
		err = add_run(h, runs[i], false, place);
	}
	if (!err)
		err = warn_of_configs(h, runs, h->nr_runs);
	free(runs);
	return err;
}

static int add_by_order(struct history *h)
{
	size_t i, k;
	int err = 0;

	for (k = 0; k < h->nr_revisions; k++) {
		for (i = 0; !err && i < h->nr_runs; i++) {
			if (!strcmp(h->runs[i].kernel_id, h->revisions[k].kernel_id))
				err = add_run(h, &h->runs[i], true, k);
		}
	}
	return err;
}

static int by_name(const void *a, const void *b)
{
	const struct history_series *x = a, *y = b;
	int order = (x->track > y->track) - (x->track < y->track);

	if (!order)
		order = strcmp(x->bench, y->bench);
	if (!order)
		order = strcmp(x->unit, y->unit);
	return order ? order : (x->vcpus > y->vcpus) - (x->vcpus < y->vcpus);
}

/* A reader of one track must know that there are others, and why. */
static int warn_of_mixture(struct history *h)
{
	const struct history_run *a, *b;
	size_t i;

	for (i = 1; i < h->nr_tracks; i++) {
		a = h->tracks[0].first;
		b = h->tracks[i].first;
		if (strcmp(a->machine, b->machine) || strcmp(a->cpu, b->cpu))
			return history__warn(h, "runs of more than one machine: they are not comparable, each machine has a section of its own");
	}
	return 0;
}

static int check_any(const struct history *h, struct why *why)
{
	size_t i;

	for (i = 0; i < h->nr_series; i++) {
		if (h->series[i].nr_points > 1)
			return 0;
	}
	if (!h->nr_series)
		return why__set(why, ENOENT, "%zu runs, none of which has what was asked for: see BENCH, VCPUS and vcpuscale list",
				h->nr_runs);
	return why__set(why, EINVAL, "a single run of each kernel and machine: a history takes two: measure again, or a range of revisions with make bench-range");
}

int history__group(struct history *h, struct why *why)
{
	int err = h->options.across ? add_by_release(h) :
		  h->nr_revisions ? add_by_order(h) : add_by_date(h);

	if (!err)
		err = check_any(h, why);
	if (!err)
		err = warn_of_mixture(h);
	if (h->nr_series)
		qsort(h->series, h->nr_series, sizeof(*h->series), by_name);
	return err;
}
