// SPDX-License-Identifier: GPL-2.0-only
/* where.c - which functions account for a difference: a table and call paths a benchmark. */
#include "parts.h"

#include <math.h>

#include "compare/where.h"
#include "report/report.h"
#include "report/tables.h"
#include "report/where-words.h"
#include "report/words.h"

#define SHOWN	20	/* functions of a benchmark: compare.json has all */

static void print_count(FILE *out, double count)
{
	char number[REPORT_NUMBER];

	fprintf(out, "<td>%s</td>", where__count(number, count));
}

static void print_by(FILE *out, double by)
{
	char number[REPORT_NUMBER];

	fprintf(out, "<td>%s</td>", where__by(number, by));
}

static void print_slope(FILE *out, double slope)
{
	char number[REPORT_NUMBER];

	fprintf(out, "<td>%s</td>",
		report__number(number, round(slope * 100) / 100));
}

/* Below the name: a column of its own is what a window is too narrow for. */
static void print_line(FILE *out, const struct where_function *f)
{
	char by[REPORT_NUMBER];

	if (!f->line || isnan(f->line_by))
		return;
	fprintf(out, "<br>%s in <code>", where__by(by, f->line_by));
	page__text(out, f->line);
	fputs("</code>", out);
}

static void print_function(FILE *out, const struct where_cell *w,
			   const struct where_function *f)
{
	double base = f->side[0].n[PROFILE_INSNS], head = f->side[1].n[PROFILE_INSNS];

	fputs("<tr><th scope=\"row\" class=\"word\"><code>", out);
	page__text(out, f->name);
	fputs("</code>", out);
	print_line(out, f);
	fputs("</th>", out);
	print_count(out, base);
	print_count(out, head);
	print_by(out, head - base);
	print_count(out, f->side[0].n[PROFILE_D1]);
	print_count(out, f->side[1].n[PROFILE_D1]);
	if (w->from) {
		print_slope(out, f->slope[0]);
		print_slope(out, f->slope[1]);
	}
	fputs("</tr>\n", out);
}

/* @d1: misses of both sides; NULL where they are not known */
static void print_sum(FILE *out, const struct where_cell *w, const char *what,
		      const double insns[2], const double d1[2])
{
	fprintf(out, "<tr><th scope=\"row\" class=\"word\">%s</th>", what);
	print_count(out, insns[0]);
	print_count(out, insns[1]);
	print_by(out, insns[1] - insns[0]);
	if (d1) {
		print_count(out, d1[0]);
		print_count(out, d1[1]);
	}
	fprintf(out, "%s%s</tr>\n", d1 ? "" : "<td></td><td></td>",
		w->from ? "<td></td><td></td>" : "");
}

static void print_table(FILE *out, const struct where_cell *w)
{
	double d1[2] = { w->total[0].n[PROFILE_D1], w->total[1].n[PROFILE_D1] };
	double same[2] = { w->total[0].n[PROFILE_INSNS], w->total[1].n[PROFILE_INSNS] };
	double same_d1[2] = { d1[0], d1[1] }, others[2] = { 0, 0 }, others_d1[2] = { 0, 0 };
	const double cell[2] = { w->cell->change.base.value, w->cell->change.head.value };
	size_t i;
	int side;

	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"", out);
	page__text(out, w->cell->bench);
	fprintf(out, ", by function\">\n<table><caption>By function, an operation at %u vCPUs</caption>\n<thead><tr><th scope=\"col\" class=\"word\">function and line</th><th scope=\"col\">insns, base</th><th scope=\"col\">head</th><th scope=\"col\">by</th><th scope=\"col\">D1 misses, base</th><th scope=\"col\">head</th>%s</tr></thead>\n<tbody>\n",
		w->cell->vcpus, w->from ?
		"<th scope=\"col\">a vCPU, base</th><th scope=\"col\">head</th>" : "");
	for (i = 0; i < w->nr; i++) {
		for (side = 0; side < 2; side++) {
			const double *n = w->functions[i].side[side].n;

			same[side] -= n[PROFILE_INSNS];
			same_d1[side] -= n[PROFILE_D1];
			if (i >= SHOWN) {
				others[side] += n[PROFILE_INSNS];
				others_d1[side] += n[PROFILE_D1];
			}
		}
		if (i < SHOWN)
			print_function(out, w, &w->functions[i]);
	}
	if (w->nr > SHOWN)
		print_sum(out, w, "others that differ", others, others_d1);
	print_sum(out, w, "all that do not differ", same, same_d1);
	if (!where_cell__adds_up(w))
		print_sum(out, w, where_cell__fits_batch(w) ? "in other batches" : "in no function",
			  w->rest, NULL);
	print_sum(out, w, "the cell", cell, d1);
	fputs("</tbody></table></div>\n", out);
}

static void print_links(FILE *out, const struct comparison *c, const struct where_cell *w)
{
	char slug[TABLES_SLUG];

	tables__slug(slug, c, w->cell);
	fprintf(out, "<p>As bars: <a href=\"plots/%s-where.svg\">SVG</a>, <a href=\"plots/%s-where.png\">PNG</a>, <a href=\"plots/%s-where.txt\">text</a>, <a href=\"tables/%s-where.dat\">table</a></p>\n",
		slug, slug, slug, slug);
}

static void print_cell(FILE *out, const struct comparison *c, const struct where_cell *w,
		       unsigned int id)
{
	char text[WHERE_TEXT];

	fputs("<h3>", out);
	page__text(out, w->cell->bench);
	fprintf(out, ", %u vCPUs</h3>\n<p>", w->cell->vcpus);
	page__text(out, where__misses(text, w));
	fputs(". In this table ", out);
	page__text(out, where__sum(text, w));
	fputs(".</p>\n", out);
	print_table(out, w);
	print_links(out, c, w);
	page__icicles(out, c, w, id);
}

bool page__has_where(const struct comparison *c)
{
	size_t i;

	for (i = 0; c->where && i < c->where->nr; i++) {
		if (where__is_shown(&c->where->cells[i]))
			return true;
	}
	return false;
}

void page__where(FILE *out, const struct comparison *c)
{
	size_t i;

	fputs("<p>One round of each side was profiled: every instruction is counted by its address, and misses are those of simulated caches without a prefetcher. docs/profile.md of vcpuscale says what that is and is not.</p>\n",
	      out);
	for (i = 0; i < c->where->nr; i++) {
		if (where__is_shown(&c->where->cells[i]))
			print_cell(out, c, &c->where->cells[i], i + 1);
	}
}
