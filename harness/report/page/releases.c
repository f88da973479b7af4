// SPDX-License-Identifier: GPL-2.0-only
/* releases.c - the page that says what each release did. */
#include "page.h"
#include "parts.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "report/history.h"
#include "report/releases.h"
#include "report/report.h"

#define KERNEL(r) ((r)->runs[0]->kernel)

/* The copy of a run's file: its version, and the run. */
static const char *raw_name(char *buf, const struct history_run *run)
{
	char *c;

	snprintf(buf, PAGE_NAME, "%.100s-%.60s.txt", run->source, run->id);
	for (c = buf; *c; c++) {
		if (!isalnum((unsigned char)*c) && !strchr(".-_", *c))
			*c = '-';
	}
	return buf;
}

static void print_versions(FILE *out, const struct releases *r)
{
	char version[RELEASES_VERSION];
	size_t i;

	for (i = 0; i < r->nr_runs; i++) {
		fputs("<th scope=\"col\">", out);
		page__text(out, releases__version(r, i, version));
		fputs("</th>", out);
	}
}

static void open_table(FILE *out, const struct releases *r, const char *label,
		       const char *more)
{
	fprintf(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table><caption>%s, at %u vCPUs</caption>\n<thead><tr><th scope=\"col\" class=\"word\">benchmark</th>",
		label, label, r->vcpus);
	print_versions(out, r);
	fprintf(out, "%s</tr></thead>\n<tbody>\n", more);
}

static void open_row(FILE *out, const struct releases *r, const struct history_series *s)
{
	char name[RELEASES_NAME];

	fputs("<tr><th scope=\"row\" class=\"word name\">", out);
	page__text(out, releases__name(r, s, name));
	fputs("</th>", out);
}

static void print_step(FILE *out, const struct releases *r, const struct history_series *s,
		       size_t column)
{
	double step = releases__step(r, s, column);
	char percent[REPORT_NUMBER];
	bool is_worse = s->higher ? step < 1 : step > 1;

	if (isnan(step))
		fputs(releases__point(r, s, column) ? "<td>&#183;</td>" : "<td></td>", out);
	else
		fprintf(out, "<td class=\"%s\">%s</td>", is_worse ? "regressed" : "improved",
			report__percent(percent, step));
}

static void print_steps(FILE *out, const struct releases *r)
{
	char first[REPORT_NUMBER], last[REPORT_NUMBER], change[REPORT_NUMBER];
	const struct history_series *s;
	size_t i, k;

	open_table(out, r, "Steps, against the release before",
		   "<th scope=\"col\">first</th><th scope=\"col\">last</th><th scope=\"col\">over all</th>");
	for (i = 0; i < r->nr_rows; i++) {
		s = r->rows[i];
		open_row(out, r, s);
		for (k = 0; k < r->nr_runs; k++)
			print_step(out, r, s, k);
		report__number(first, s->points[0].value);
		report__number(last, s->points[s->nr_points - 1].value);
		report__percent(change, s->points[s->nr_points - 1].value / s->points[0].value);
		fprintf(out, "<td>%s</td><td>%s</td><td>%s</td></tr>\n", first, last, change);
	}
	fputs("</tbody></table></div>\n", out);
}

static void print_costs(FILE *out, const struct releases *r)
{
	char number[REPORT_NUMBER];
	const struct history_point *p;
	size_t i, k;

	open_table(out, r, "Cost of an operation", "<th scope=\"col\" class=\"word\">unit</th>");
	for (i = 0; i < r->nr_rows; i++) {
		open_row(out, r, r->rows[i]);
		for (k = 0; k < r->nr_runs; k++) {
			p = releases__point(r, r->rows[i], k);
			fprintf(out, "<td>%s</td>", p ? report__number(number, p->value) : "");
		}
		fputs("<td class=\"word\">", out);
		page__text(out, r->rows[i]->unit);
		fputs("</td></tr>\n", out);
	}
	fputs("</tbody></table></div>\n", out);
}

static void print_runs(FILE *out, const struct releases *r)
{
	char name[PAGE_NAME], base[HISTORY_BASE];
	size_t i;

	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Runs\">\n<table class=\"facts\"><thead><tr><th scope=\"col\">sources</th><th scope=\"col\">base</th><th scope=\"col\">kernel id</th><th scope=\"col\">raw samples</th></tr></thead>\n<tbody>\n",
	      out);
	for (i = 0; i < r->nr_runs; i++) {
		fputs("<tr><th scope=\"row\">", out);
		page__text(out, r->runs[i]->source);
		fputs("</th><td>", out);
		page__text(out, history__name_base(base, r->runs[i]));
		fputs("</td><td>", out);
		page__text(out, r->runs[i]->kernel_id);
		fprintf(out, "</td><td><a href=\"%s\">", raw_name(name, r->runs[i]));
		page__text(out, r->runs[i]->id);
		fputs("</a></td></tr>\n", out);
	}
	fputs("</tbody></table></div>\n", out);
}

static void print_doubts(FILE *out, const struct history *h)
{
	size_t i;

	if (!h->nr_warnings)
		return;
	fputs("<ul class=\"text\">\n", out);
	for (i = 0; i < h->nr_warnings; i++) {
		fputs("<li><strong>Warning:</strong> ", out);
		page__text(out, h->warnings[i]);
		fputs("</li>\n", out);
	}
	fputs("</ul>\n", out);
}

static void print_format(FILE *out, const void *h, const char *name)
{
	const struct history_format *format;
	struct why why = { "" };

	if (!history__find_format(name, &format, &why))
		format->print(out, h);
}

static void print_text(FILE *out, const void *h)
{
	print_format(out, h, "text");
}

static void print_csv(FILE *out, const void *h)
{
	print_format(out, h, "csv");
}

static void print_json(FILE *out, const void *h)
{
	print_format(out, h, "json");
}

static void print_change_points(FILE *out, const struct history *h)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (memory) {
		history__print_changes(memory, h, 0);
		fclose(memory);
	}
	fputs("<pre tabindex=\"0\">", out);
	page__text(out, text ? text : "");
	fputs("</pre>\n", out);
	free(text);
}

static void print_page(FILE *out, const void *releases)
{
	const struct releases *r = releases;
	char title[200], first[RELEASES_VERSION], last[RELEASES_VERSION];

	snprintf(title, sizeof(title), "What each release did: %.60s, Linux %s to %s", KERNEL(r),
		 releases__version(r, 0, first), releases__version(r, r->nr_runs - 1, last));
	page__open(out, title);
	fputs("<header>\n<h1>", out);
	page__text(out, title);
	fputs("</h1>\n<p>", out);
	page__text(out, r->runs[0]->machine);
	fputs(". A number in a column is a change point that was found between this release and the one before; a dot is none.</p>\n</header>\n<main>\n",
	      out);
	page__section(out, "steps", "Steps");
	print_doubts(out, r->h);
	print_steps(out, r);
	fputs("</section>\n", out);
	page__section(out, "costs", "Costs");
	print_costs(out, r);
	fputs("</section>\n", out);
	page__section(out, "points", "Every change point, at every size");
	print_change_points(out, r->h);
	fputs("</section>\n", out);
	page__section(out, "runs", "Runs");
	print_runs(out, r);
	fputs("</section>\n", out);
	page__section(out, "files", "Files");
	fputs("<ul class=\"text\">\n", out);
	page__file_link(out, "history.txt", "this history as text");
	page__file_link(out, "history.json", "the same for programs");
	page__file_link(out, "history.csv", "the same as a table");
	page__file_link(out, "plots/releases.svg", "the steps as a picture");
	page__file_link(out, "plots/releases.png", "the same as pixels");
	fputs("</ul>\n", out);
	page__close(out);
}

int page__write_releases(const char *dir, const void *history, struct why *why)
{
	static const struct {
		const char *name;
		void (*print)(FILE *out, const void *what);
	} files[] = {
		{ "index.html", print_page }, { "history.txt", print_text },
		{ "history.json", print_json }, { "history.csv", print_csv },
	};
	struct releases r;
	char name[PAGE_NAME];
	size_t i;
	int err = releases__open(history, &r);

	if (!err && mkdir(dir, 0777) && errno != EEXIST)
		err = why__set(why, errno, "%s: %s: choose another --output", dir, strerror(errno));
	for (i = 0; !err && i < sizeof(files) / sizeof(*files); i++)
		err = page__file(dir, files[i].name, files[i].print, i ? history : &r, why);
	for (i = 0; !err && i < r.nr_runs; i++)
		err = page__file(dir, raw_name(name, r.runs[i]), page__copy, r.runs[i]->path, why);
	releases__close(&r);
	return err;
}
