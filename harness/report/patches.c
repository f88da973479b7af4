// SPDX-License-Identifier: GPL-2.0-only
/*
 * patches.c - a series patch by patch, as text to reply with: verdicts, then a row a
 * patch. It travels by mail: 72 columns, no line begins with what git takes for the
 * end of a message.
 */
#include "patches-parts.h"
#include "patches.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* Behind the words that say what became of patches, e.g. "Worse:". */
#define LEAD		"          "

/* Where a benchmark was invalid before, its change is that of more patches. */
static void put_against(FILE *out, const struct patches *p, size_t row, const struct patch_track *t)
{
	size_t before = patches__first(p, row) - 1;

	while (before && !p->rows[before].results)
		before--;
	if (t->against == before || t->against == row)
		return;
	if (t->against)
		fprintf(out, " against patch %zu", t->against);
	else
		fputs(" against the base", out);
}

static const struct patch_change *most_changed(const struct patches *p, const struct patch_track *t,
					       enum stats_verdict verdict)
{
	const struct patch_change *cell, *most = NULL;

	for (cell = t->cells; cell < t->cells + p->nr_sizes; cell++)
		if (!isnan(cell->by) && cell->by_verdict == verdict &&
		    (!most || fabs(cell->ratio - 1) > fabs(most->ratio - 1)))
			most = cell;
	return most;
}

/* "AllCpusRequest +1.00 a vCPU", or the cell that changed most. */
static bool put_change(FILE *out, const struct patches *p, size_t row, size_t bench,
		       enum stats_verdict verdict, const char *lead)
{
	const struct patch_track *t = patches__track(p, row, bench);
	const struct patch_change *most = most_changed(p, t, verdict);
	bool is_slope = !isnan(t->slope.by) && t->slope.by_verdict == verdict;
	char percent[REPORT_NUMBER];
	unsigned int vcpus;

	if (!is_slope && !most)
		return false;
	fprintf(out, "%s%.*s", lead, patches__name_length(p, bench), p->benches[bench]->bench);
	if (verdict == STATS_INCONCLUSIVE)
		return true;
	if (is_slope) {
		fprintf(out, " %+.2f a vCPU", t->slope.by);
	} else {
		vcpus = p->sizes[most - t->cells];
		fprintf(out, " %+.1f (%s) at %u vCPU%s", most->by, report__percent(percent, most->ratio),
			vcpus, vcpus == 1 ? "" : "s");
	}
	put_against(out, p, row, t);
	return true;
}

/* A line a patch that did this in any benchmark. */
static int print_verdicts(FILE *out, const struct patches *p, enum stats_verdict verdict,
			  const char *lead)
{
	char label[PATCHES_LABEL], *text;
	size_t row, bench, size;
	bool any;
	FILE *line;

	for (row = 1; row < p->nr; row++) {
		line = open_memstream(&text, &size);
		if (!line)
			return -ENOMEM;
		fprintf(line, "%s/%zu %s:", patches__label(label, p, row), p->nr - 1, p->rows[row].subject);
		for (bench = 0, any = false; bench < p->nr_benches; bench++)
			any |= put_change(line, p, row, bench, verdict, any ? ", " : " ");
		if (fclose(line))
			return -ENOMEM;
		if (any)
			report__wrap(out, PATCHES_WIDTH, lead, text);
		free(text);
	}
	return 0;
}

static void print_line(FILE *out, const char *lead, const char *text)
{
	report__wrap(out, PATCHES_WIDTH, lead, text);
}

static bool is_broken(const struct patches *p, size_t row)
{
	return p->rows[row].state == PATCH_UNBUILT || p->rows[row].state == PATCH_INVALID;
}

/* The patches that have no numbers of their own, and where their effect is. */
static void print_unbuilt(FILE *out, const struct patches *p)
{
	const struct patch_row *r;
	size_t row, next;
	char text[2048];

	for (row = 1; row < p->nr; row++) {
		r = &p->rows[row];
		if (!is_broken(p, row))
			continue;
		snprintf(text, sizeof(text), "%zu/%zu %.300s: %s%.1000s", row, p->nr - 1, r->subject,
			 r->state == PATCH_UNBUILT ? "does not build: " : "",
			 strcmp(r->reason, r[-1].reason) ? r->reason : "as the one before");
		print_line(out, "BROKEN:   ", text);
		for (next = row + 1; next < p->nr && is_broken(p, next); next++)
			;
		if (next > row + 1)
			continue;
		if (next == p->nr)
			snprintf(text, sizeof(text), "No patch behind it was measured: its effect is not known.");
		else if (p->rows[next].results)
			snprintf(text, sizeof(text), "Its effect is in that of patch %zu, measured on top of it.", next);
		else
			snprintf(text, sizeof(text), "Together with what follows up to patch %zu it changes no code.", next);
		print_line(out, LEAD, text);
	}
}

static void print_invalid(FILE *out, const struct patches *p)
{
	const struct patch_track *t;
	size_t row, bench;
	char text[2048], at[80];

	for (row = 0; row < p->nr; row++)
		for (bench = 0; bench < p->nr_benches; bench++) {
			t = patches__track(p, row, bench);
			if (!t->invalid)
				continue;
			*at = '\0';
			if (t->invalid_vcpus)
				snprintf(at, sizeof(at), " at %u vCPU%s", t->invalid_vcpus,
					 t->invalid_vcpus == 1 ? "" : "s");
			if (t->nr_invalid > 1)
				snprintf(at + strlen(at), sizeof(at) - strlen(at), " and %zu more", t->nr_invalid - 1);
			snprintf(text, sizeof(text), "%s%.0zu/%zu %.300s: %s%s: %.1000s", row ? "" : "base, ",
				 row, p->nr - 1, p->rows[row].subject, p->benches[bench]->bench, at, t->invalid);
			print_line(out, "INVALID:  ", text);
		}
}

/* "1, 4-6", of the rows for which @wanted is true. */
static void print_rows(FILE *out, const char *lead, const struct patches *p,
		       bool (*wanted)(const struct patches *p, size_t row))
{
	size_t row, last, size;
	char *text;
	FILE *list = open_memstream(&text, &size);

	for (row = 1; list && row < p->nr; row = last + 1) {
		for (last = row; last < p->nr && wanted(p, last); last++)
			;
		if (last == row)
			continue;
		last--;
		fprintf(list, ftell(list) ? ", %zu" : "%zu", row);
		if (last > row)
			fprintf(list, "-%zu", last);
	}
	if (!list || fclose(list))
		return;
	if (*text)
		print_line(out, lead, text);
	free(text);
}

static bool is_same_code(const struct patches *p, size_t row)
{
	return p->rows[row].state == PATCH_SAME;
}

static bool is_unchanged(const struct patches *p, size_t row)
{
	return p->rows[row].results && patches__verdict(p, row) == STATS_SAME;
}

static void print_head(FILE *out, const struct patches *p)
{
	const struct results *base = p->rows[0].results;
	const char *name = report__get(base, "kernel-base");
	bool is_version = strspn(name, "0123456789.") == strlen(name);
	char text[1024], broken[60] = "";
	size_t row, nr = 0;

	for (row = 1; row < p->nr; row++)
		nr += is_broken(p, row);
	if (nr)
		snprintf(broken, sizeof(broken), ", %zu of which do%s not build or run", nr, nr == 1 ? "es" : "");
	snprintf(text, sizeof(text), "%.100s, %zu patch%s on %s%.40s%s%.12s%s",
		 p->name, p->nr - 1, p->nr == 2 ? "" : "es, one on top of the other,", is_version ? "Linux " : "", name,
		 is_version ? "" : " ", is_version ? "" : report__get(base, "kernel-source"), broken);
	print_line(out, "Series:   ", text);
}

static void print_origin(FILE *out, const struct patches *p)
{
	const struct results *r = p->rows[0].results;
	char text[1024];

	snprintf(text, sizeof(text), "%.40s (%.60s), configuration %.20s, %.40s, %.100s, %zu rounds each",
		 report__get(r, "kernel-base"), report__get(r, "kernel-source"),
		 report__get(r, "kernel-config"), report__get(r, "compiler"),
		 report__get(r, "machine"), r->nr_rounds);
	fputc('\n', out);
	print_line(out, "Base:     ", text);
	if (!p->command)
		return;
	fputs("Reproduce with vcpuscale:\n", out);
	snprintf(text, sizeof(text), "%s", p->command);
	report__command(out, PATCHES_WIDTH, text);
}

int patches__print(FILE *out, const struct patches *p, struct why *why)
{
	char title[80];
	int err;

	print_head(out, p);
	print_unbuilt(out, p);
	print_invalid(out, p);
	err = print_verdicts(out, p, STATS_REGRESSED, "Worse:    ");
	if (!err)
		err = print_verdicts(out, p, STATS_IMPROVED, "Better:   ");
	if (!err)
		err = print_verdicts(out, p, STATS_INCONCLUSIVE, "Not sure: ");
	if (err)
		return why__set(why, -err, "out of memory: try again");
	print_rows(out, "No change: ", p, is_unchanged);
	print_rows(out, "Same code: ", p, is_same_code);
	snprintf(title, sizeof(title), "One more vCPU (a line through %zu sizes, %u to %u)", p->nr_sizes,
		 p->sizes[0], p->sizes[p->nr_sizes - 1]);
	patches__table(out, p, title, p->nr_sizes);
	snprintf(title, sizeof(title), "%u vCPUs", p->sizes[p->nr_sizes - 1]);
	patches__table(out, p, title, p->nr_sizes - 1);
	print_origin(out, p);
	return 0;
}
