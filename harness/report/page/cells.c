// SPDX-License-Identifier: GPL-2.0-only
/* cells.c - the page's tables. */
#include "parts.h"

#include <math.h>
#include <string.h>

#include "compare/where.h"
#include "lib/text.h"
#include "report/report.h"
#include "report/words.h"

void page__text(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}

static void print_number(FILE *out, double value)
{
	char number[REPORT_NUMBER];

	fprintf(out, "<td>%s</td>", report__number(number, value));
}

/* False where the interval says no more than the value. */
static bool has_interval(const struct stats_estimate *diff, char *low,
			 char *high)
{
	char value[REPORT_NUMBER];

	if (isnan(diff->low))
		return false;
	report__percent(value, diff->value);
	report__percent(low, diff->low);
	report__percent(high, diff->high);
	return strcmp(low, value) || strcmp(high, value);
}

static bool has_intervals(const struct compare_cell *cell,
			  const struct compare_cell *end)
{
	char low[REPORT_NUMBER], high[REPORT_NUMBER];

	for (; cell < end; cell++) {
		if (has_interval(&cell->change.diff, low, high))
			return true;
	}
	return false;
}

/* Exact counts are not tested. */
static bool has_tests(const struct compare_cell *cell,
		      const struct compare_cell *end)
{
	for (; cell < end; cell++) {
		if (isfinite(cell->change.p))
			return true;
	}
	return false;
}

static void print_test(FILE *out, const struct stats_change *change)
{
	char mde[TEXT_PERCENT];

	if (isfinite(change->p))
		fprintf(out, "<td>%.2g</td>", change->p);
	else
		fputs("<td></td>", out);
	if (isfinite(change->mde))
		fprintf(out, "<td>%s</td>", text__percent(mde, change->mde));
	else
		fputs("<td></td>", out);
}

static void print_row(FILE *out, const struct compare_cell *cell,
		      bool intervals, bool tests)
{
	const struct stats_change *change = &cell->change;
	const char *verdict = compare__judged(cell) ?
			      stats__verdict_name(change->verdict) : "";
	char diff[REPORT_NUMBER], low[REPORT_NUMBER], high[REPORT_NUMBER];

	fprintf(out, "<tr class=\"%s\"><th scope=\"row\">%u</th>", verdict,
		cell->vcpus);
	print_number(out, change->base.value);
	print_number(out, change->head.value);
	fprintf(out, "<td>%s</td><td class=\"word %s\">%s</td>",
		report__percent(diff, change->diff.value), verdict, verdict);
	print_number(out, change->head.value - change->base.value);
	if (has_interval(&change->diff, low, high))
		fprintf(out, "<td>%s to %s</td>", low, high);
	else if (intervals)
		fputs("<td></td>", out);
	if (tests)
		print_test(out, change);
	fputs("</tr>\n", out);
}

static void print_heads(FILE *out, const struct comparison *c)
{
	char name[WORDS_NAME];
	int head;

	for (head = 0; head < 2; head++) {
		fputs("<th scope=\"col\">", out);
		page__text(out, words__side(name, c, head));
		fputs("</th>", out);
	}
}

static void print_table(FILE *out, const struct comparison *c,
			const struct compare_cell *first,
			const struct compare_cell *end)
{
	bool intervals = has_intervals(first, end);
	bool tests = has_tests(first, end);
	const struct compare_cell *cell;

	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"",
	      out);
	page__text(out, first->bench);
	fputs(", every size\">\n<table><caption>", out);
	page__text(out, first->bench);
	fputs(", ", out);
	page__text(out, first->unit->name);
	fputs("</caption>\n<thead><tr><th scope=\"col\">vCPUs</th>", out);
	print_heads(out, c);
	fprintf(out, "<th scope=\"col\">change</th><th scope=\"col\" class=\"word\">verdict</th><th scope=\"col\">by</th>%s%s</tr></thead>\n<tbody>\n",
		intervals ? "<th scope=\"col\">interval</th>" : "", tests ?
		"<th scope=\"col\">p</th><th scope=\"col\">least seen</th>" : "");
	for (cell = first; cell < end; cell++)
		print_row(out, cell, intervals, tests);
	fputs("</tbody></table></div>\n", out);
}

void page__cells(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;

	fputs("<div class=\"cells\">\n", out);
	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (cell->unit && !where__tells(c, cell))
			print_table(out, c, cell, next);
	}
	fputs("</div>\n", out);
}

/* A narrow screen may break a name at its slash. */
static void print_bench(FILE *out, const char *bench)
{
	const char *slash = strchr(bench, '/');

	if (slash)
		fprintf(out, "%.*s/<wbr>", (int)(slash - bench), bench);
	page__text(out, slash ? slash + 1 : bench);
}

static void print_slope(FILE *out, const struct compare_slope *s,
			bool several_units)
{
	const char *verdict = stats__verdict_name(s->slope.change.verdict);
	char diff[REPORT_NUMBER];

	fprintf(out, "<tr class=\"%s\"><th scope=\"row\" class=\"word name\">",
		verdict);
	print_bench(out, s->bench);
	if (several_units) {
		fputs(", ", out);
		page__text(out, s->unit->name);
	}
	fputs("</th>", out);
	print_number(out, s->slope.change.base.value);
	print_number(out, s->slope.change.head.value);
	report__percent(diff, s->slope.change.base.value > 0 ?
			s->slope.change.head.value / s->slope.change.base.value : NAN);
	fprintf(out, "<td>%s</td><td class=\"word %s\">%s</td>", diff, verdict,
		verdict);
	print_number(out, s->fixed.change.base.value);
	print_number(out, s->fixed.change.head.value);
	fputs("</tr>\n", out);
}

static void print_misfits(FILE *out, const struct comparison *c)
{
	const struct compare_slope *s;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (s->fits)
			continue;
		fputs("<p>No line fits <code>", out);
		page__text(out, s->bench);
		fputs(", ", out);
		page__text(out, s->unit->name);
		fputs("</code>: it has no slope to quote.</p>\n", out);
	}
}

void page__slopes(FILE *out, const struct comparison *c)
{
	const struct compare_slope *s;
	char base[WORDS_NAME], head[WORDS_NAME];
	bool several = c->base->nr_units > 1;

	words__side(base, c, false);
	words__side(head, c, true);
	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Slopes\">\n<table><caption>Cost of one more vCPU, and fixed cost",
	      out);
	if (!several && c->base->nr_units) {
		fputs(", ", out);
		page__text(out, c->base->units->name);
	}
	fputs("</caption>\n<thead><tr><th scope=\"col\" class=\"word\">benchmark</th>",
	      out);
	print_heads(out, c);
	fputs("<th scope=\"col\">change</th><th scope=\"col\" class=\"word\">verdict</th><th scope=\"col\">fixed, ",
	      out);
	page__text(out, base);
	fputs("</th><th scope=\"col\">fixed, ", out);
	page__text(out, head);
	fputs("</th></tr></thead>\n<tbody>\n", out);
	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (s->fits && s->counted)
			print_slope(out, s, several);
	}
	fputs("</tbody></table></div>\n", out);
	print_misfits(out, c);
}
