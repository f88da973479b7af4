// SPDX-License-Identifier: GPL-2.0-only
/*
 * cover.c - the block under a patch series' cover letter. It travels by mail: 72 columns
 * of plain ASCII, and no line begins with what git or a mailbox takes for the
 * end of a message ("---", "diff ", "From "): every line begins with a blank or
 * with one of the labels below, whatever kernels and benchmarks are called.
 */
#include "bytes.h"
#include "cover-parts.h"
#include "formats.h"

#include <string.h>

#include "compare/where.h"
#include "report.h"
#include "where.h"
#include "words.h"

#define FUNCTIONS	5	/* of a benchmark */

static void print_line(FILE *out, const char *label, const char *text)
{
	report__wrap(out, COVER_WIDTH, label, text);
}

static void print_warnings(FILE *out, const struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nr_warnings; i++)
		print_line(out, "Warning: ", c->warnings[i]);
}

/* True where every cell is the same: its numbers are not worth a mail. */
static bool is_same(const struct compare_cell *cell,
		    const struct compare_cell *end)
{
	for (; cell < end; cell++) {
		if (cell->change.verdict != STATS_SAME)
			return false;
	}
	return true;
}

static void print_tables(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	bool any = false;

	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit || where__tells(c, cell) ||
		    (is_same(cell, next) && !words__changed(c, cell)))
			continue;
		if (!any)
			cover__table_head(out, c);
		any = true;
		cover__table(out, c, cell, next);
	}
	if (any)
		fputc('\n', out);
}

/* Benchmarks without a table are named: silence could mean anything. */
static void print_same(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	char text[WORDS_TEXT];
	bool any = false;

	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit || where__tells(c, cell) || !is_same(cell, next) ||
		    words__changed(c, cell))
			continue;
		snprintf(text, sizeof(text), "%.60s, %.40s: %u to %u vCPUs",
			 cell->bench, cell->unit->name, cell->vcpus,
			 next[-1].vcpus);
		print_line(out, "Same:    ", text);
		any = true;
	}
	if (any)
		fputc('\n', out);
}

/* Cells that are not in both files are not in the tables. */
static void print_missing(FILE *out, const struct comparison *c)
{
	const struct compare_missing *a;
	char text[WORDS_TEXT] = "";
	size_t len = 0;

	for (a = c->missing; a < c->missing + c->nr_missing; a++) {
		if (len < sizeof(text))
			len += snprintf(text + len, sizeof(text) - len,
					"%s%.60s (%s)", len ? ", " : "",
					a->bench, a->reason ? "skipped" :
					a->sides == COMPARE_BASE ?
					"only in base" : "only in head");
	}
	if (!len)
		return;
	print_line(out, "Missing: ", text);
	fputc('\n', out);
}

static void print_invalid(FILE *out, const struct comparison *c)
{
	const struct compare_cell *cell;
	char text[WORDS_TEXT];

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->invalid)
			continue;
		if (cell->vcpus)
			snprintf(text, sizeof(text), "%.60s, %u vCPUs: %.300s",
				 cell->bench, cell->vcpus, cell->invalid);
		else
			snprintf(text, sizeof(text), "%.60s: %.300s",
				 cell->bench, cell->invalid);
		print_line(out, "INVALID: ", text);
	}
	if (compare__count(c, STATS_INVALID))
		fputc('\n', out);
}

static void print_plots(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	char text[WORDS_TEXT], close[WORDS_TEXT] = "";
	size_t len;

	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit || where__tells(c, cell) || !words__changed(c, cell))
			continue;
		if (cover__plot(out, c, cell, next)) {
			fputc('\n', out);
			continue;
		}
		len = strlen(close);
		snprintf(close + len, sizeof(close) - len, "%s%.60s in %.40s",
			 len ? ", " : "", cell->bench, cell->unit->name);
	}
	if (!*close)
		return;
	snprintf(text, sizeof(text), "(too close together for a plot: %.900s)",
		 close);
	print_line(out, " ", text);
	fputc('\n', out);
}

static void print_origin(FILE *out, const char *label, const struct results *r)
{
	char text[WORDS_TEXT];

	snprintf(text, sizeof(text), "%.60s %.40s, run %.40s", report__name(r),
		 report__get(r, "kernel-id"), report__get(r, "run"));
	print_line(out, label, text);
}

static int print(FILE *out, const struct comparison *c, struct why *why)
{
	char text[WORDS_TEXT];

	(void)why;
	print_line(out, "Verdict: ", words__verdict(text, c));
	print_line(out, "Machine: ", words__machine(text, c));
	print_line(out, "Method:  ", words__method(text, c));
	if (*bytes__words(text, c))
		print_line(out, "Bytes:   ", text);
	if (c->options.noise)
		print_line(out, "A/A:     ", report__noise(text, sizeof(text), c));
	fputc('\n', out);
	print_tables(out, c);
	print_same(out, c);
	print_missing(out, c);
	print_invalid(out, c);
	where__print(out, c, COVER_WIDTH, FUNCTIONS, "", "\n");
	print_plots(out, c);
	print_origin(out, "Base:    ", c->base);
	print_origin(out, "Head:    ", c->head);
	print_warnings(out, c);
	fprintf(out, "Reproduce with vcpuscale%s:\n", words__needs(c));
	words__command(text, c);
	report__command(out, COVER_WIDTH, text);
	return 0;
}

REPORT_FORMAT(cover_letter) = { .name = "cover-letter", .print = print };
