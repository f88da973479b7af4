// SPDX-License-Identifier: GPL-2.0-only
/* releases.c - a history across releases as a table. */
#include "releases.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static bool is_of_first_track(const struct history_series *s)
{
	return !s->track && s->nr_points;
}

unsigned int releases__size(const struct history *h)
{
	unsigned int vcpus = 0;
	size_t i;

	for (i = 0; i < h->nr_series; i++) {
		if (is_of_first_track(&h->series[i]) && h->series[i].vcpus > vcpus)
			vcpus = h->series[i].vcpus;
	}
	return vcpus;
}

/* Where a run of this version belongs; columns are in the order of places. */
static size_t find_column(const struct releases *r, size_t place, const size_t *places)
{
	size_t i;

	for (i = 0; i < r->nr_runs && places[i] < place; i++)
		;
	return i;
}

static void add_column(struct releases *r, const struct history_point *p, size_t *places)
{
	size_t at = find_column(r, p->place, places);

	if (at < r->nr_runs && places[at] == p->place)
		return;
	memmove(&r->runs[at + 1], &r->runs[at], (r->nr_runs - at) * sizeof(*r->runs));
	memmove(&places[at + 1], &places[at], (r->nr_runs - at) * sizeof(*places));
	r->runs[at] = p->run;
	places[at] = p->place;
	r->nr_runs++;
}

int releases__open(const struct history *h, struct releases *r)
{
	const struct history_series *s;
	size_t *places = calloc(h->nr_runs + 1, sizeof(*places));
	size_t i;

	*r = (struct releases){
		.h = h, .vcpus = releases__size(h),
		.runs = calloc(h->nr_runs + 1, sizeof(*r->runs)),
		.rows = calloc(h->nr_series + 1, sizeof(*r->rows)),
	};
	if (!places || !r->runs || !r->rows) {
		free(places);
		releases__close(r);
		return -ENOMEM;
	}
	for (s = h->series; s < h->series + h->nr_series; s++) {
		if (!is_of_first_track(s))
			continue;
		for (i = 0; i < s->nr_points; i++)
			add_column(r, &s->points[i], places);
		if (s->vcpus == r->vcpus)
			r->rows[r->nr_rows++] = s;
	}
	free(places);
	return 0;
}

void releases__close(struct releases *r)
{
	free(r->runs);
	free(r->rows);
	r->runs = NULL;
	r->rows = NULL;
}

const struct history_point *releases__point(const struct releases *r,
					    const struct history_series *s, size_t column)
{
	size_t i;

	for (i = 0; i < s->nr_points; i++) {
		if (!strcmp(s->points[i].run->source, r->runs[column]->source))
			return &s->points[i];
	}
	return NULL;
}

double releases__step(const struct releases *r, const struct history_series *s, size_t column)
{
	const struct history_point *p = releases__point(r, s, column);
	size_t k;

	for (k = 0; p && k < s->nr_changes; k++) {
		size_t at = s->changes[k].at;

		if (&s->points[at] == p && s->points[at - 1].level > 0)
			return p->level / s->points[at - 1].level;
	}
	return NAN;
}

/* Up to the revision of the package, "6.1.190" of "6.1.190-1~deb12u1". */
static int upstream_length(const char *source)
{
	return strcspn(source, "-~+");
}

const char *releases__version(const struct releases *r, size_t column, char *buf)
{
	const char *source = r->runs[column]->source;
	int length = upstream_length(source);
	bool twice = false;
	size_t i;

	for (i = 0; i < r->nr_runs; i++)
		twice |= i != column && upstream_length(r->runs[i]->source) == length &&
			 !strncmp(r->runs[i]->source, source, length);
	if (twice)
		length = strcspn(source, "~+");
	snprintf(buf, RELEASES_VERSION, "%.*s", length, source);
	return buf;
}

const char *releases__name(const struct releases *r, const struct history_series *s, char *buf)
{
	bool is_main = s->unit == r->rows[0]->unit;

	snprintf(buf, RELEASES_NAME, "%.100s%s%.40s%s", s->bench, is_main ? "" : " (",
		 is_main ? "" : s->unit, is_main ? "" : ")");
	return buf;
}

void releases__print(FILE *out, const struct releases *r)
{
	char version[RELEASES_VERSION], name[RELEASES_NAME], number[REPORT_NUMBER], percent[REPORT_NUMBER];
	const struct history_point *p;
	size_t row, column;
	double step;

	fprintf(out, "# %s: what each release did, %s at %u vCPUs\n# column row cost step percent version bench\n",
		r->runs[0]->kernel, r->rows[0]->unit, r->vcpus);
	for (row = 0; row < r->nr_rows; row++) {
		for (column = 0; column < r->nr_runs; column++) {
			p = releases__point(r, r->rows[row], column);
			step = releases__step(r, r->rows[row], column);
			fprintf(out, "%zu\t%zu\t%s\t%.6g\t%s\t%s\t%s\n", column + 1, row + 1,
				p ? report__number(number, p->value) : "-",
				isnan(step) ? 1 : step,
				isnan(step) ? "-" : report__percent(percent, step),
				releases__version(r, column, version),
				releases__name(r, r->rows[row], name));
		}
	}
}
