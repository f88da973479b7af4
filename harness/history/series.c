// SPDX-License-Identifier: GPL-2.0-only
/* series.c - many runs in a row: what the parts of a history share. */
#include "series.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "results/kind.h"
#include "stats/stats.h"

int history__warn(struct history *h, const char *fmt, ...)
{
	char **more, *text = NULL;
	va_list args;
	int len;

	more = array__grow(h->warnings, &h->room_warnings, h->nr_warnings,
			   sizeof(*more));
	if (!more)
		return -ENOMEM;
	h->warnings = more;
	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0)
		return -ENOMEM;
	h->warnings[h->nr_warnings++] = text;
	return 0;
}

static void free_run(struct history_run *run)
{
	free(run->id);
	free(run->path);
	free(run->kernel);
	free(run->kernel_id);
	free(run->base);
	free(run->config);
	free(run->source);
	free(run->machine);
	free(run->cpu);
	free(run->commit);
	free(run->date);
	free(run->subject);
	free(run->paired_with);
	free(run->values);
}

static void free_revision(struct history_revision *revision)
{
	free(revision->commit);
	free(revision->kernel_id);
	free(revision->state);
	free(revision->subject);
}

void history__free(struct history *h)
{
	size_t i;

	if (!h)
		return;
	for (i = 0; i < h->nr_runs; i++)
		free_run(&h->runs[i]);
	for (i = 0; i < h->nr_revisions; i++)
		free_revision(&h->revisions[i]);
	for (i = 0; i < h->nr_series; i++) {
		free(h->series[i].points);
		free(h->series[i].changes);
	}
	for (i = 0; i < h->nr_warnings; i++)
		free(h->warnings[i]);
	for (i = 0; i < h->nr_names; i++)
		free(h->names[i]);
	free(h->runs);
	free(h->revisions);
	free(h->tracks);
	free(h->series);
	free(h->warnings);
	free(h->units);
	free(h->names);
	free(h);
}

bool history__got_worse(const struct history_series *s,
			const struct changepoint *c)
{
	double before = s->points[c->at - 1].level, after = s->points[c->at].level;

	return s->higher ? after < before : after > before;
}

double history__tolerance(const struct history *h, const struct history_series *s)
{
	if (!isnan(h->options.threshold))
		return h->options.threshold;
	return s->exact ? STATS_EXACT_TOLERANCE : STATS_TIME_TOLERANCE;
}

bool history__is_short(const struct history_series *s)
{
	return s->noisy && (s->nr_points < CHANGEPOINT_MIN_NOISY ||
			    changepoint__least_p(s->nr_points) > s->alpha);
}

const char *history__name_point(char *buf, size_t size, const struct history *h,
				const struct history_series *s, size_t point)
{
	const struct history_point *p = &s->points[point];
	const struct history_revision *r;

	if (h->nr_revisions) {
		r = &h->revisions[p->place];
		snprintf(buf, size, "%.12s %s", r->commit, r->subject);
	} else if (h->tracks[s->track].revisions) {
		snprintf(buf, size, "%.12s %s", p->run->commit, p->run->subject);
	} else if (h->options.across) {
		snprintf(buf, size, "%s Linux %s", p->run->source, p->run->base);
	} else {
		snprintf(buf, size, "%s %s", p->run->id, p->run->kernel_id);
	}
	return buf;
}

const char *history__name_base(char *buf, const struct history_run *run)
{
	bool packaged = !strcmp(run->config, RESULTS_PACKAGED);

	snprintf(buf, HISTORY_BASE, "%.30s%s%.30s", run->base,
		 packaged ? "" : ", configuration ", packaged ? "" : run->config);
	return buf;
}
