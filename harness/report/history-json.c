// SPDX-License-Identifier: GPL-2.0-only
/* history-json.c - the schema vcpuscale-history/1: docs/format.md describes it. */
#include "history.h"

#include <jansson.h>
#include <math.h>

static json_t *number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

/* The keys that a kernel without a commit lacks are "" in memory. */
static json_t *text(const char *s)
{
	return *s ? json_string(s) : json_null();
}

static json_t *track_object(const struct history *h, size_t track)
{
	const struct history_track *t = &h->tracks[track];
	const struct history_run *run = t->first;

	return json_pack("{s:o s:s s:s s:o s:o s:s s:I}",
			 "kernel", t->revisions ? json_null() : text(run->kernel),
			 "testbed", h->options.store.testbed,
			 "machine", run->machine, "cpu", text(run->cpu),
			 "kernel-base", text(run->base), "kernel-config", run->config,
			 "runs", (json_int_t)t->nr_runs);
}

static json_t *point_object(const struct history *h, const struct history_point *p)
{
	return json_pack("{s:s s:s s:o s:o s:o s:o s:o}", "run", p->run->id,
			 "kernel-id", p->run->kernel_id, "commit",
			 text(h->nr_revisions ? h->revisions[p->place].commit : p->run->commit),
			 "value", number(p->value), "low", number(p->low),
			 "high", number(p->high), "level", number(p->level));
}

static json_t *change_object(const struct history *h, const struct history_series *s,
			     const struct changepoint *c)
{
	char name[200];

	return json_pack("{s:I s:s s:o s:o s:o s:s}", "at", (json_int_t)c->at,
			 "first", history__name_point(name, sizeof(name), h, s, c->at),
			 "before", number(s->points[c->at - 1].level),
			 "after", number(s->points[c->at].level),
			 "p", s->noisy ? number(c->p) : json_null(),
			 "verdict", history__got_worse(s, c) ? "regressed" : "improved");
}

static json_t *series_object(const struct history *h, const struct history_series *s)
{
	json_t *points = json_array(), *changes = json_array();
	size_t i;

	for (i = 0; i < s->nr_points; i++)
		json_array_append_new(points, point_object(h, &s->points[i]));
	for (i = 0; i < s->nr_changes; i++)
		json_array_append_new(changes, change_object(h, s, &s->changes[i]));
	return json_pack("{s:I s:s s:i s:s s:b s:b s:b s:f s:b s:o s:o}",
			 "track", (json_int_t)s->track, "bench", s->bench,
			 "vcpus", (int)s->vcpus, "unit", s->unit,
			 "exact", s->exact, "noisy", s->noisy, "relative", s->relative,
			 "rho", s->rho, "short", history__is_short(s),
			 "points", points, "changes", changes);
}

/* What is missing in the tree because memory is leaves no text at all. */
static void print_json(FILE *out, const struct history *h)
{
	json_t *root = json_object(), *list = json_array();
	size_t i;
	int err;

	json_object_set_new(root, "schema", json_string("vcpuscale-history/1"));
	for (i = 0; i < h->nr_tracks; i++)
		json_array_append_new(list, track_object(h, i));
	json_object_set_new(root, "tracks", list);
	list = json_array();
	for (i = 0; i < h->nr_series; i++)
		json_array_append_new(list, series_object(h, &h->series[i]));
	json_object_set_new(root, "series", list);
	list = json_array();
	for (i = 0; i < h->nr_warnings; i++)
		json_array_append_new(list, json_string(h->warnings[i]));
	err = json_object_set_new(root, "warnings", list);
	if (!err && !json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12)))
		fputc('\n', out);
	json_decref(root);
}

HISTORY_FORMAT(json) = { .name = "json", .print = print_json };
