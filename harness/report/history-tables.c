// SPDX-License-Identifier: GPL-2.0-only
/* history-tables.c - tables for the plots of a history: gnuplot draws them and computes nothing. */
#include "history.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/csv.h"
#include "releases.h"
#include "results/store.h"

#define SLUG	200

/* A table and what it is called, for write_file(). */
struct series_table {
	const struct history *h;
	const char *base;
	const struct history_series *series;
	char slug[SLUG];
	const struct releases *releases;
};

static int write_file(const char *dir, const char *name,
		      void (*print)(FILE *out, const struct series_table *t),
		      const struct series_table *t, struct why *why)
{
	char *path = NULL, *hidden = NULL;
	FILE *out;
	int err = 0;

	if (asprintf(&path, "%s/%s", dir, name) < 0 ||
	    asprintf(&hidden, "%s/.%s.%d", dir, name, (int)getpid()) < 0)
		return -ENOMEM;
	out = fopen(hidden, "we");
	if (out) {
		print(out, t);
		errno = 0;
		err = ferror(out) | fclose(out);
	}
	if (!out || err || rename(hidden, path)) {
		err = why__set(why, errno ? errno : EIO, "%s: %s: choose another --output",
			       path, strerror(errno ? errno : EIO));
		unlink(hidden);
	}
	free(path);
	free(hidden);
	return err;
}

static const char *track_title(char *buf, size_t size, const struct history *h,
			       size_t track)
{
	const struct history_track *l = &h->tracks[track];
	char base[HISTORY_BASE];

	history__name_base(base, l->first);
	if (h->options.across)
		snprintf(buf, size, "%s, release by release, %s", l->first->kernel, l->first->machine);
	else if (l->revisions)
		snprintf(buf, size, "revisions of %s, %s", base, l->first->machine);
	else
		snprintf(buf, size, "%s (%s), %s", l->first->kernel, base, l->first->machine);
	return buf;
}

/* A number distinguishes several tracks, in the order of the text. */
static void name_table(struct series_table *t)
{
	char *c;

	snprintf(t->slug, sizeof(t->slug), "history-%zu-%s-%u-%s",
		 t->series->track + 1, t->series->bench, t->series->vcpus,
		 t->series->unit);
	for (c = t->slug; *c; c++) {
		if (!isalnum((unsigned char)*c))
			*c = '-';
	}
}

/* The label is that of a change: the commit, or when the run was. */
static void print_table(FILE *out, const struct series_table *t)
{
	const struct history_series *s = t->series;
	char name[100];
	size_t i, k = 0;

	fputs("# number value low high level change label\n", out);
	for (i = 0; i < s->nr_points; i++) {
		bool change = k < s->nr_changes && s->changes[k].at == i;

		k += change;
		history__name_point(name, sizeof(name), t->h, s, i);
		name[strcspn(name, " ")] = '\0';
		fprintf(out, "%zu %.10g %.10g %.10g %.10g %s %s\n", i + 1,
			s->points[i].value, s->points[i].low,
			s->points[i].high, s->points[i].level,
			change ? history__got_worse(s, &s->changes[k - 1]) ? "worse" : "better" : "-",
			name);
	}
}

static struct series_table table_of(const struct history *h, const struct history_series *s)
{
	struct series_table t = { .h = h, .series = s };

	name_table(&t);
	return t;
}

/*
 * Has it something to draw, and is it of this base? Across releases there are many
 * benchmarks: only one size of them, unless sizes were asked for.
 */
static bool is_drawn(const struct history *h, const struct history_series *s,
		     const char *base)
{
	const struct history_options *o = &h->options;

	if (o->across && !(o->vcpus && *o->vcpus) && s->vcpus != releases__size(h))
		return false;
	return s->nr_points > 1 && !strcmp(h->tracks[s->track].first->base, base);
}

static void print_index(FILE *out, const struct series_table *all)
{
	const struct history *h = all->h;
	const struct history_series *s;
	char title[200];
	struct series_table t;

	for (s = h->series; s < h->series + h->nr_series; s++) {
		if (!is_drawn(h, s, all->base))
			continue;
		t = table_of(h, s);
		fprintf(out, "%s\t%s/vcpus=%u\t%s\t%s\t%zu\t%d\n", t.slug,
			s->bench, s->vcpus, s->unit,
			track_title(title, sizeof(title), h, s->track),
			s->nr_changes, s->noisy);
	}
}

static void print_releases(FILE *out, const struct series_table *t)
{
	releases__print(out, t->releases);
}

/* All releases in one table, of the largest size. */
static int write_releases(const char *dir, const struct history *h, struct why *why)
{
	struct series_table t = { .h = h };
	struct releases releases;
	int err = releases__open(h, &releases);

	if (err)
		return err;
	t.releases = &releases;
	err = write_file(dir, "releases.tsv", print_releases, &t, why);
	releases__close(&releases);
	return err;
}

static int make_folder(const char *dir, struct why *why)
{
	if (!mkdir(dir, 0777) || errno == EEXIST)
		return 0;
	return why__set(why, errno, "%s: %s: choose another --output", dir,
			strerror(errno));
}

static int write_base(const char *dir, const struct history *h,
		      const char *base, struct why *why)
{
	const struct history_series *s;
	char name[SLUG + 8], of_base[STORED_NAME], *folder;
	struct series_table t;
	int err;

	if (asprintf(&folder, "%s/%s", dir, stored__name(of_base, base)) < 0)
		return -ENOMEM;
	err = make_folder(folder, why);
	for (s = h->series; !err && s < h->series + h->nr_series; s++) {
		if (!is_drawn(h, s, base))
			continue;
		t = table_of(h, s);
		snprintf(name, sizeof(name), "%s.dat", t.slug);
		err = write_file(folder, name, print_table, &t, why);
	}
	t = (struct series_table){ .h = h, .base = base };
	if (!err)
		err = write_file(folder, "index.tsv", print_index, &t, why);
	if (!err && h->options.across)
		err = write_releases(folder, h, why);
	free(folder);
	return err;
}

/* Was the base written with a series before this one? */
static bool is_written(const struct history *h, const struct history_series *s,
		       const char *base)
{
	while (s-- > h->series) {
		if (is_drawn(h, s, base))
			return true;
	}
	return false;
}

int history__tables(const char *dir, const struct history *h, struct why *why)
{
	const struct history_series *s;
	int err = make_folder(dir, why);

	for (s = h->series; !err && s < h->series + h->nr_series; s++) {
		const char *base = h->tracks[s->track].first->base;

		if (is_drawn(h, s, base) && !is_written(h, s, base))
			err = write_base(dir, h, base, why);
	}
	return err;
}
