// SPDX-License-Identifier: GPL-2.0-only
/* history.c - a history as text and as CSV. */
#include "history.h"

#include <errno.h>
#include <string.h>

#include "lib/csv.h"
#include "report.h"

#define WIDTH	80

static void print_head(FILE *out, const struct history *h, size_t track)
{
	const struct history_track *t = &h->tracks[track];
	const struct history_run *run = t->first;
	char base[HISTORY_BASE];

	history__name_base(base, run);
	if (h->options.across)
		fprintf(out, "%s, release by release: %zu runs\n", run->kernel, t->nr_runs);
	else if (t->revisions)
		fprintf(out, "revisions of %s: %zu runs\n", base, t->nr_runs);
	else
		fprintf(out, "%s (%s): %zu runs\n", run->kernel, base, t->nr_runs);
	fprintf(out, "testbed %s, machine %s\n", h->options.store.testbed, run->machine);
	if (*run->cpu)
		fprintf(out, "cpu %s\n", run->cpu);
}

static void print_series(FILE *out, const struct history_series *s)
{
	double first = s->points[0].value;
	double last = s->points[s->nr_points - 1].value;
	char a[REPORT_NUMBER], b[REPORT_NUMBER], change[REPORT_NUMBER] = "-";
	char changes[24];

	if (s->nr_points > 1 && first > 0)
		report__percent(change, last / first);
	snprintf(changes, sizeof(changes), "%zu", s->nr_changes);
	fprintf(out, "%-26s %4u %-8s %4zu %10s %10s %7s %3s\n", s->bench,
		s->vcpus, s->unit, s->nr_points, report__number(a, first),
		report__number(b, last), s->nr_points > 1 ? change : "-",
		history__is_short(s) ? "?" : changes);
}

/* Revisions between the last one before and the first one after that have no number. */
static void print_between(FILE *out, const struct history *h,
			  const struct history_series *s, size_t at)
{
	size_t k, from = s->points[at - 1].place + 1, to = s->points[at].place;
	bool any = false;

	if (!h->nr_revisions)
		return;
	for (k = from; k < to; k++) {
		/* The same sources as its neighbour: it changed nothing. */
		if (!strcmp(h->revisions[k].state, "measured"))
			continue;
		fprintf(out, "  %s %.12s %.40s (%.20s)\n", any ? "      " : "or one:",
			h->revisions[k].commit, h->revisions[k].subject,
			h->revisions[k].state);
		any = true;
	}
}

static void print_change(FILE *out, const struct history_series *s,
			 const struct changepoint *c)
{
	double before = s->points[c->at - 1].level, after = s->points[c->at].level;
	char a[REPORT_NUMBER], b[REPORT_NUMBER], p[40] = "";
	char change[REPORT_NUMBER] = "-";

	if (before > 0)
		report__percent(change, after / before);
	if (s->noisy)
		snprintf(p, sizeof(p), ", p %.2g", c->p);
	fprintf(out, "    %s/vcpus=%u: %s -> %s %s, %s, %s%s\n", s->bench,
		s->vcpus, report__number(a, before), report__number(b, after),
		s->unit, change, history__got_worse(s, c) ? "worse" : "better",
		p);
}

static bool change_at(const struct history_series *s, size_t place,
		      size_t before, const struct changepoint **found)
{
	size_t k;

	for (k = 0; k < s->nr_changes; k++) {
		*found = &s->changes[k];
		if (s->points[(*found)->at].place == place &&
		    s->points[(*found)->at - 1].place == before)
			return true;
	}
	return false;
}

/* All cells that changed between the same two runs, under one heading. */
static void print_changes_as(FILE *out, const struct history *h, size_t from,
			     size_t at)
{
	const struct history_series *first = &h->series[from];
	size_t place = first->points[at].place, before = first->points[at - 1].place;
	const struct changepoint *c;
	char name[WIDTH - 10];
	size_t i;

	history__name_point(name, sizeof(name), h, first, at);
	fprintf(out, "  first:  %s\n", name);
	history__name_point(name, sizeof(name), h, first, at - 1);
	fprintf(out, "  before: %s\n", name);
	print_between(out, h, first, at);
	for (i = from; i < h->nr_series && h->series[i].track == first->track; i++) {
		if (change_at(&h->series[i], place, before, &c))
			print_change(out, &h->series[i], c);
	}
}

/* Has an earlier series of this track the same change? Then it is printed. */
static bool is_printed(const struct history *h, size_t i, size_t at)
{
	const struct history_series *s = &h->series[i];
	const struct changepoint *c;

	while (i-- && h->series[i].track == s->track) {
		if (change_at(&h->series[i], s->points[at].place,
			      s->points[at - 1].place, &c))
			return true;
	}
	return false;
}

void history__print_changes(FILE *out, const struct history *h, size_t track)
{
	size_t i, k;

	for (i = 0; i < h->nr_series; i++) {
		for (k = 0; h->series[i].track == track && k < h->series[i].nr_changes; k++) {
			if (!is_printed(h, i, h->series[i].changes[k].at))
				print_changes_as(out, h, i, h->series[i].changes[k].at);
		}
	}
}

static void print_track(FILE *out, const struct history *h, size_t track)
{
	size_t i, n = 0;

	print_head(out, h, track);
	fprintf(out, "\n%-26s %4s %-8s %4s %10s %10s %7s %3s\n", "benchmark",
		"vCPU", "unit", "runs", "first", "last", "change", "at");
	for (i = 0; i < h->nr_series; i++) {
		if (h->series[i].track != track)
			continue;
		print_series(out, &h->series[i]);
		n += h->series[i].nr_changes;
	}
	fprintf(out, "\n%s\n", n ? "change points:" : "no change point");
	history__print_changes(out, h, track);
}

static bool has_relative(const struct history *h)
{
	size_t i;

	for (i = 0; i < h->nr_series; i++) {
		if (h->series[i].relative)
			return true;
	}
	return false;
}

static void print_text(FILE *out, const struct history *h)
{
	size_t track, i;

	for (track = 0; track < h->nr_tracks; track++) {
		print_track(out, h, track);
		if (track + 1 < h->nr_tracks)
			fputc('\n', out);
	}
	if (has_relative(h))
		report__wrap(out, WIDTH, "note:    ", "times are set against the run that alternated with each, so that the machine's drift cancels");
	for (i = 0; i < h->nr_warnings; i++)
		report__wrap(out, WIDTH, "warning: ", h->warnings[i]);
}

static void print_csv(FILE *out, const struct history *h)
{
	const struct history_series *s;
	const struct history_point *p;
	size_t i, k;

	fputs("kernel,machine,bench,vcpus,unit,run,commit,value,low,high,level,change,p\n", out);
	for (s = h->series; s < h->series + h->nr_series; s++) {
		for (i = 0, k = 0; i < s->nr_points; i++) {
			bool change = k < s->nr_changes && s->changes[k].at == i;

			p = &s->points[i];
			fprintf(out, "%s,\"%s\",%s,%u,%s,%s,%s,%.10g,%.10g,%.10g,%.10g,%d,",
				p->run->kernel, p->run->machine, s->bench,
				s->vcpus, s->unit, p->run->id,
				h->nr_revisions ? h->revisions[p->place].commit : p->run->commit,
				p->value, p->low, p->high, p->level, change);
			if (change && s->noisy)
				fprintf(out, "%.4g", s->changes[k].p);
			fputc('\n', out);
			k += change;
		}
	}
}

TABLE(history_formats, struct history_format);

HISTORY_FORMAT(text) = { .name = "text", .print = print_text };
HISTORY_FORMAT(csv) = { .name = "csv", .print = print_csv };

int history__find_format(const char *name, const struct history_format **format,
			 struct why *why)
{
	char names[256];

	*format = table__find(&history_formats, name);
	if (*format)
		return 0;
	return why__set(why, EINVAL, "--format=%.40s: history has none: write %s", name,
			table__names(&history_formats, " or ", names, sizeof(names)));
}
