// SPDX-License-Identifier: GPL-2.0-only
/* cover-table.c - the cover letter's tables. */
#include "cover-parts.h"

#include <math.h>
#include <string.h>

#include "report.h"
#include "words.h"

#define NAME_WIDTH	11	/* of a column of numbers */

/* Parts of the largest size: 255, 64 and 8. The smallest size is always shown. */
static const double shares[] = { 1, 1 / 4.0, 1 / 32.0 };

static const struct compare_cell *nearest(const struct compare_cell *first,
					  const struct compare_cell *end,
					  double vcpus)
{
	const struct compare_cell *cell, *best = first;

	for (cell = first; cell < end; cell++) {
		if (fabs(cell->vcpus - vcpus) < fabs(best->vcpus - vcpus))
			best = cell;
	}
	return best;
}

static bool is_usual(const struct compare_cell *cell,
		     const struct compare_cell *first,
		     const struct compare_cell *end)
{
	size_t i;

	if (cell == first)
		return true;
	for (i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
		if (cell == nearest(first, end, shares[i] * end[-1].vcpus))
			return true;
	}
	return false;
}

/* The worst regression, where none of the usual sizes shows one. */
static const struct compare_cell *hidden(const struct compare_cell *first,
					 const struct compare_cell *end)
{
	const struct compare_cell *cell, *worst = NULL;

	for (cell = first; cell < end; cell++) {
		if (cell->change.verdict != STATS_REGRESSED)
			continue;
		if (is_usual(cell, first, end))
			return NULL;
		if (!worst || fabs(cell->change.diff.value - 1) >
			      fabs(worst->change.diff.value - 1))
			worst = cell;
	}
	return worst;
}

static const char *mark(enum stats_verdict verdict)
{
	switch (verdict) {
	case STATS_REGRESSED:
		return "worse";
	case STATS_INCONCLUSIVE:
		return "?";
	case STATS_INVALID:
		return "INVALID";
	default:
		return "";
	}
}

/* "[-8.1%, -7.9%]", or nothing where the interval says no more than @diff. */
static void interval(char *buf, size_t size, const struct stats_change *change,
		     const char *diff)
{
	char low[REPORT_NUMBER], high[REPORT_NUMBER];

	buf[0] = '\0';
	if (change->verdict == STATS_INVALID || isnan(change->diff.low))
		return;
	report__percent(low, change->diff.low);
	report__percent(high, change->diff.high);
	if (strcmp(low, diff) || strcmp(high, diff))
		snprintf(buf, size, "[%s, %s]", low, high);
}

static void print_row(FILE *out, const char *label,
		      const struct stats_change *change, double ratio,
		      const char *between)
{
	char base[REPORT_NUMBER], head[REPORT_NUMBER], diff[REPORT_NUMBER];
	char line[160];
	int end;

	end = snprintf(line, sizeof(line), "%14s %*s %*s %8s %s%s%s", label,
		       NAME_WIDTH, report__number(base, change->base.value),
		       NAME_WIDTH, report__number(head, change->head.value),
		       report__percent(diff, ratio), between,
		       *between ? " " : "", mark(change->verdict));
	while (end && line[end - 1] == ' ')
		line[--end] = '\0';
	fprintf(out, "%s\n", line);
}

static void print_cell(FILE *out, const struct compare_cell *cell)
{
	char label[24], diff[REPORT_NUMBER], between[2 * REPORT_NUMBER + 4];

	snprintf(label, sizeof(label), "%u vCPU%s", cell->vcpus,
		 cell->vcpus == 1 ? "" : "s");
	report__percent(diff, cell->change.diff.value);
	interval(between, sizeof(between), &cell->change, diff);
	print_row(out, label, &cell->change, cell->change.diff.value, between);
}

void cover__table(FILE *out, const struct comparison *c,
		  const struct compare_cell *first,
		  const struct compare_cell *end)
{
	const struct compare_slope *s = words__slope(c, first);
	const struct compare_cell *worst = hidden(first, end), *cell;

	fprintf(out, " %.50s, %.18s\n", first->bench, first->unit->name);
	for (cell = first; cell < end; cell++) {
		if (is_usual(cell, first, end) || cell == worst ||
		    cell->change.verdict == STATS_INVALID)
			print_cell(out, cell);
	}
	if (s)
		print_row(out, "one more vCPU", &s->slope.change,
			  s->slope.change.base.value > 0 ?
			  s->slope.change.head.value / s->slope.change.base.value : NAN, "");
}

void cover__table_head(FILE *out, const struct comparison *c)
{
	char base[WORDS_NAME], head[WORDS_NAME];

	words__side(base, c, false);
	words__side(head, c, true);
	if (strlen(base) > NAME_WIDTH || strlen(head) > NAME_WIDTH) {
		strcpy(base, "base");
		strcpy(head, "head");
	}
	fprintf(out, "%14s %*s %*s %8s\n", "", NAME_WIDTH, base, NAME_WIDTH,
		head, "change");
}
