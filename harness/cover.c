// SPDX-License-Identifier: GPL-2.0-only
/* The block under a patch series' cover letter: for mail, so 72 columns. */
#include "report.h"

#include <math.h>
#include <string.h>

#define WIDTH	72

/* The size nearest to a quarter of the largest: 64 of 255. */
static size_t middle(const struct compare_cell *cells, size_t n)
{
	double wanted = cells[n - 1].vcpus / 4.0;
	size_t i, best = 0;

	for (i = 0; i < n; i++) {
		if (fabs(cells[i].vcpus - wanted) <
		    fabs(cells[best].vcpus - wanted))
			best = i;
	}
	return best;
}

/* A table of all sizes is for the reader who reproduces it. */
static void print_bench(FILE *out, const struct compare_cell *first,
			const struct compare_cell *end)
{
	size_t n = end - first, i;
	const size_t rows[] = { 0, middle(first, n), n - 1 };
	char base[REPORT_NUMBER], head[REPORT_NUMBER], diff[REPORT_NUMBER];
	const struct compare_cell *cell;

	fprintf(out, "%s, %s\n", first->bench, first->unit->name);
	for (i = 0; i < 3; i++) {
		if (i && rows[i] == rows[i - 1])
			continue;
		cell = &first[rows[i]];
		fprintf(out, "%10u vCPUs %16s %16s %10s%s\n", cell->vcpus,
			report__number(base, cell->change.base.value),
			report__number(head, cell->change.head.value),
			report__percent(diff, cell->change.diff.value),
			cell->change.verdict == STATS_REGRESSED ? " worse" :
			cell->change.verdict == STATS_INCONCLUSIVE ? " noise" :
			cell->change.verdict == STATS_INVALID ? " INVALID" : "");
	}
}

static void print_slope(FILE *out, const struct comparison *c,
			const struct compare_cell *cells)
{
	char base[REPORT_NUMBER], head[REPORT_NUMBER], diff[REPORT_NUMBER];
	const struct compare_slope *s;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (s->cells != cells || !s->fits)
			continue;
		report__percent(diff, s->change.base.value > 0 ?
				s->change.head.value / s->change.base.value : 0);
		fprintf(out, "%16s %16s %16s %10s\n", "one more vCPU",
			report__number(base, s->change.base.value),
			report__number(head, s->change.head.value),
			s->change.base.value > 0 ? diff : "-");
	}
}

static void print_origin(FILE *out, const char *side, const struct results *r)
{
	char lead[16], text[512];

	snprintf(lead, sizeof(lead), "%-9s", side);
	snprintf(text, sizeof(text), "%s %s, %s, %s, run %s, %zu rounds",
		 report__name(r), report__get(r, "kernel-id"),
		 report__get(r, "kernel-release"), report__get(r, "compiler"),
		 report__get(r, "run"), r->nr_rounds);
	report__wrap(out, WIDTH, lead, text);
}

static void print_machine(FILE *out, const struct results *r)
{
	const char *cpu = report__get(r, "cpu");
	char text[512];

	snprintf(text, sizeof(text), "%s%s%s (testbed %s)",
		 report__get(r, "machine"), strcmp(cpu, "-") ? ", " : "",
		 strcmp(cpu, "-") ? cpu : "", report__get(r, "testbed"));
	report__wrap(out, WIDTH, "machine: ", text);
}

static void print_warnings(FILE *out, const struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nr_warnings; i++)
		report__wrap(out, WIDTH, "warning: ", c->warnings[i]);
}

void report__cover_letter(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	char text[256];

	fprintf(out, "%33.16s %16.16s %10s\n", report__name(c->base),
		report__name(c->head), "change");
	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit)
			continue;
		print_bench(out, cell, next);
		print_slope(out, c, cell);
	}
	fputc('\n', out);
	print_machine(out, c->base);
	print_origin(out, "base:", c->base);
	print_origin(out, "head:", c->head);
	print_warnings(out, c);
	report__wrap(out, WIDTH, "verdict: ",
		     report__verdict(text, sizeof(text), c));
}
