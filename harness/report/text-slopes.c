// SPDX-License-Identifier: GPL-2.0-only
/* text-slopes.c - fixed costs and slopes of a comparison, for a terminal. */
#include "text-slopes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

const char *text__mark(enum stats_verdict verdict)
{
	switch (verdict) {
	case STATS_SAME:
		return "";
	case STATS_REGRESSED:
		return "REGRESSED";
	case STATS_INVALID:
		return "INVALID";
	default:
		return stats__verdict_name(verdict);
	}
}

static bool is_wide(const struct stats_estimate *e)
{
	char low[REPORT_NUMBER], high[REPORT_NUMBER];

	return e->low < e->high &&
	       strcmp(report__number(low, e->low), report__number(high, e->high));
}

/* Ends of an interval, where rounds differ. */
static void print_ends(FILE *out, const char *side, const struct stats_estimate *fixed,
		       const struct stats_estimate *slope)
{
	char f[2][REPORT_NUMBER], s[2][REPORT_NUMBER];

	if (is_wide(fixed) || is_wide(slope))
		fprintf(out, "  %s fixed %s to %s, /vCPU %s to %s\n", side,
			report__number(f[0], fixed->low),
			report__number(f[1], fixed->high),
			report__number(s[0], slope->low),
			report__number(s[1], slope->high));
}

static void print_slope(FILE *out, const struct compare_slope *s)
{
	char base[REPORT_NUMBER], head[REPORT_NUMBER], diff[REPORT_NUMBER];
	char base0[REPORT_NUMBER], head0[REPORT_NUMBER], name[128];

	if (!s->counted)
		return;
	if (s->part)
		snprintf(name, sizeof(name), "%.60s, %u to %u", s->bench, s->from, s->to);
	else
		snprintf(name, sizeof(name), "%.100s", s->bench);
	report__percent(diff, s->slope.change.base.value > 0 ?
			      s->slope.change.head.value / s->slope.change.base.value : 0);
	fprintf(out, "%-26s%s%*s %7s %7s %7s %7s %7s%s%s\n", name,
		strlen(name) > 26 ? "\n" : "", strlen(name) > 26 ? 26 : 0, "",
		report__number(base0, s->fixed.change.base.value),
		report__number(base, s->slope.change.base.value),
		report__number(head0, s->fixed.change.head.value),
		report__number(head, s->slope.change.head.value),
		s->slope.change.base.value > 0 ? diff : "-",
		s->slope.change.verdict == STATS_SAME ? "" : " ",
		text__mark(s->slope.change.verdict));
	if (s->fixed.change.verdict == STATS_IMPROVED ||
	    s->fixed.change.verdict == STATS_REGRESSED)
		fprintf(out, "  fixed cost: %s instead of %s %s\n", head0, base0,
			text__mark(s->fixed.change.verdict));
	print_ends(out, "base", &s->fixed.change.base, &s->slope.change.base);
	print_ends(out, "head", &s->fixed.change.head, &s->slope.change.head);
}

static void print_misfit(FILE *out, const struct compare_slope *s, int width)
{
	char text[256], off[80];
	double worst = s->base.misfit > s->head.misfit ? s->base.misfit :
							 s->head.misfit;

	if (s->fits)
		return;
	if (worst <= 1)
		snprintf(off, sizeof(off), "points lie up to %.0f%% of its range off",
			 worst * 100);
	else
		snprintf(off, sizeof(off), "points lie further off than it rises");
	snprintf(text, sizeof(text), "%s, %s: no line fits, %s%s", s->bench,
		 s->unit->name, off, s->counted ? "" : "; slope left out");
	report__wrap(out, width, "note: ", text);
}

static int by_unit(const void *a, const void *b)
{
	const struct compare_slope * const *x = a, * const *y = b;

	if ((*x)->unit != (*y)->unit)
		return (*x)->unit < (*y)->unit ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

/* One table a unit, in the order of the base's units. */
static int print_lines(FILE *out, const struct comparison *c)
{
	const struct compare_slope **sorted = calloc(c->nr_slopes + 1, sizeof(*sorted)), *s;
	const struct unit *unit = NULL;
	size_t i, nr = 0;

	if (!sorted)
		return -ENOMEM;
	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (s->counted)
			sorted[nr++] = s;
	}
	qsort(sorted, nr, sizeof(*sorted), by_unit);
	for (i = 0; i < nr; i++) {
		if (sorted[i]->unit != unit)
			fprintf(out, "\nfixed cost in %s, and cost of one more vCPU\n%-26s %7s %7s %7s %7s %7s\n",
				sorted[i]->unit->name, "", "base", "/vCPU", "head", "/vCPU",
				"change");
		unit = sorted[i]->unit;
		print_slope(out, sorted[i]);
	}
	free(sorted);
	return 0;
}

int text__slopes(FILE *out, const struct comparison *c, int width)
{
	const struct compare_slope *s, *end = c->slopes + c->nr_slopes;
	int err = print_lines(out, c);

	for (s = c->slopes; s < end; s++)
		print_misfit(out, s, width);
	return err;
}
