// SPDX-License-Identifier: GPL-2.0-only
/* together.c - change points that several series of a track share. */
#include "series.h"

#include <errno.h>
#include <stdlib.h>

#include "stats/together.h"

#define TOGETHER	0.1	/* of the level: steps of many series are clear */
#define EACH		0.02	/* that a flat series is called changed where others are */

static bool share_runs(const struct history_series *a, const struct history_series *b)
{
	size_t i;

	if (a->track != b->track || a->nr_points != b->nr_points || !b->noisy)
		return false;
	for (i = 0; i < a->nr_points; i++) {
		if (a->points[i].run != b->points[i].run)
			return false;
	}
	return true;
}

/* Series by group: those of one number have the same runs. Returns how many groups. */
static size_t number(const struct history *h, size_t *group)
{
	size_t i, k, nr = 0;

	for (i = 0; i < h->nr_series; i++) {
		if (!h->series[i].noisy || group[i])
			continue;
		group[i] = ++nr;
		for (k = i + 1; k < h->nr_series && h->series[k].track == h->series[i].track; k++) {
			if (!group[k] && share_runs(&h->series[i], &h->series[k]))
				group[k] = nr;
		}
	}
	return nr;
}

/* @first is the first of its group; @q has room for all series. */
static int find(struct history *h, const size_t *group, size_t first, size_t nr_groups,
		struct changepoint_sequence *q)
{
	size_t n = h->series[first].nr_points, nr = 0, i, k;
	struct history_series *s;
	double *v;
	int err;

	for (i = first; i < h->nr_series; i++)
		nr += group[i] == group[first];
	if (nr < 2)
		return 0;
	v = calloc(nr * n, sizeof(*v));
	if (!v)
		return -ENOMEM;
	for (i = first, nr = 0; i < h->nr_series; i++) {
		if (group[i] != group[first])
			continue;
		s = &h->series[i];
		for (k = 0; k < n; k++)
			v[nr * n + k] = s->points[k].value;
		q[nr] = (struct changepoint_sequence){ v + nr * n, s->rho, s->changes, 0 };
		s->alpha *= 1 - TOGETHER;
		nr++;
	}
	err = changepoint__together(q, nr, n, TOGETHER * HISTORY_ALPHA / nr_groups / n, EACH,
				    HISTORY_SEED);
	free(v);
	for (i = first, nr = 0; i < h->nr_series; i++) {
		if (group[i] == group[first])
			h->series[i].nr_changes = q[nr++].nr;
	}
	return err;
}

int history__find_together(struct history *h)
{
	size_t *group = calloc(h->nr_series + 1, sizeof(*group)), nr, i, done = 0;
	struct changepoint_sequence *q = calloc(h->nr_series + 1, sizeof(*q));
	int err = group && q ? 0 : -ENOMEM;

	nr = err ? 0 : number(h, group);
	for (i = 0; !err && i < h->nr_series; i++) {
		if (group[i] == done + 1) {
			done++;
			err = find(h, group, i, nr, q);
		}
	}
	free(group);
	free(q);
	return err;
}
