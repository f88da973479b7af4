// SPDX-License-Identifier: GPL-2.0-only
/* words.c - what the cover letter and the published page say in words. */
#include "words.h"
#include "covered-words.h"
#include "doubt-words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "lib/text.h"
#include "results/kind.h"

#define COMMAND_LINE	68	/* characters of the command that a mail may hold */

static const char *shorten(char *buf, const char *name)
{
	size_t len = strlen(name);

	if (len < WORDS_NAME)
		return strcpy(buf, name);
	snprintf(buf, WORDS_NAME, "%.22s...%s", name, name + len - 22);
	return buf;
}

const char *words__side(char *buf, const struct comparison *c, bool head)
{
	const char *base = report__name(c->base), *name = report__name(c->head);

	if (!strcmp(base, name))
		return strcpy(buf, head ? "head" : "base");
	return shorten(buf, head ? name : base);
}

bool words__changed(const struct comparison *c, const struct compare_cell *first)
{
	const struct compare_cell *end = compare__next(c, first), *cell;
	const struct compare_slope *s = words__slope(c, first);

	for (cell = first; cell < end; cell++) {
		if (cell->change.verdict == STATS_IMPROVED ||
		    cell->change.verdict == STATS_REGRESSED)
			return true;
	}
	return s && (s->slope.change.verdict == STATS_IMPROVED ||
		     s->slope.change.verdict == STATS_REGRESSED);
}

const struct compare_slope *words__slope(const struct comparison *c,
					 const struct compare_cell *first)
{
	const struct compare_slope *s, *end = c->slopes + c->nr_slopes;
	size_t low = 0, high = c->nr_slopes, middle;

	/* They are in the order of their cells. */
	while (low < high) {
		middle = (low + high) / 2;
		if (c->slopes[middle].cells < first)
			low = middle + 1;
		else
			high = middle;
	}
	for (s = c->slopes + low; s < end && s->cells == first; s++) {
		if (s->fits && s->counted && !s->part)
			return s;
	}
	return NULL;
}

/* ", most in X at N vCPUs (-51.2%)", where a cell has this verdict. */
static void add_extreme(char *buf, const struct comparison *c,
			enum stats_verdict verdict)
{
	const struct compare_cell *cell = compare__extreme(c, verdict);
	char diff[REPORT_NUMBER];

	if (cell)
		text__append(buf, WORDS_TEXT, ", most in %.60s at %u vCPUs (%s)", cell->bench,
			     cell->vcpus, report__percent(diff, cell->change.diff.value));
}

/* Where no cell has the whole's verdict, a slope has, or a fixed cost. */
static void add_lines(char *buf, const struct comparison *c)
{
	const struct compare_slope *s = compare__extreme_line(c, c->verdict, false);
	char base[REPORT_NUMBER], head[REPORT_NUMBER];

	if (compare__count(c, c->verdict))
		return;
	if (s) {
		text__append(buf, WORDS_TEXT, "; one more vCPU of %.60s takes %s instead of %s %.40s",
			     s->bench, report__number(head, s->slope.change.head.value),
			     report__number(base, s->slope.change.base.value), s->unit->name);
		return;
	}
	s = compare__extreme_line(c, c->verdict, true);
	if (s)
		text__append(buf, WORDS_TEXT, "; whatever the vCPUs, %.60s takes %s instead of %s %.40s",
			     s->bench, report__number(head, s->fixed.change.head.value),
			     report__number(base, s->fixed.change.base.value), s->unit->name);
}

const char *words__verdict(char *buf, const struct comparison *c)
{
	size_t better = compare__count(c, STATS_IMPROVED);
	size_t worse = compare__count(c, STATS_REGRESSED);
	char base[WORDS_NAME], head[WORDS_NAME];

	words__side(base, c, false);
	words__side(head, c, true);
	buf[0] = '\0';
	text__append(buf, WORDS_TEXT, "%s: ", stats__verdict_name(c->verdict));
	switch (c->verdict) {
	case STATS_IMPROVED:
		text__append(buf, WORDS_TEXT, "%s is better than %s in %zu of %zu cells", head, base,
			     better, compare__count_judged(c));
		add_extreme(buf, c, STATS_IMPROVED);
		add_lines(buf, c);
		text__append(buf, WORDS_TEXT, "; worse in none");
		break;
	case STATS_REGRESSED:
		text__append(buf, WORDS_TEXT, "%s is worse than %s in %zu of %zu cells", head, base,
			     worse, compare__count_judged(c));
		add_extreme(buf, c, STATS_REGRESSED);
		add_lines(buf, c);
		if (better)
			text__append(buf, WORDS_TEXT, "; better in %zu", better);
		else
			text__append(buf, WORDS_TEXT, "; better in none");
		break;
	case STATS_SAME:
		text__append(buf, WORDS_TEXT, "none of %zu cells tells %s from %s%s", compare__count_judged(c), head,
			     base, covered__is_identical(c) ? ": their code is identical" : "");
		break;
	case STATS_NOT_COVERED:
		text__append(buf, WORDS_TEXT, "%s", covered__words((char [COVERED_TEXT]){ "" }, c));
		break;
	case STATS_INCONCLUSIVE:
		text__append(buf, WORDS_TEXT, "%s; %s is better than %s in %zu",
			     doubt__reasons((char [DOUBT_TEXT]){ "" }, c), head, base, better);
		add_extreme(buf, c, STATS_IMPROVED);
		text__append(buf, WORDS_TEXT, "; worse in none");
		break;
	case STATS_INVALID:
		text__append(buf, WORDS_TEXT, "%zu of %zu cells cannot be trusted; of the others %zu are worse and %zu better",
			     compare__count(c, STATS_INVALID), compare__count_judged(c), worse, better);
		break;
	}
	text__append(buf, WORDS_TEXT, "%s.", covered__doubt((char [COVERED_TEXT]){ "" }, c));
	return buf;
}

/* ", value", or ", base value against head value"; nothing if unknown. */
static void add_value(char *buf, const struct comparison *c, const char *key)
{
	const char *base = report__get(c->base, key);
	const char *head = report__get(c->head, key);

	if (!strcmp(base, "-") && !strcmp(head, "-"))
		return;
	text__append(buf, WORDS_TEXT, "%s%.120s", *buf ? ", " : "", base);
	if (strcmp(base, head))
		text__append(buf, WORDS_TEXT, " against %.120s", head);
}

const char *words__machine(char *buf, const struct comparison *c)
{
	buf[0] = '\0';
	add_value(buf, c, "machine");
	/* An emulated machine's own name says what its CPU is. */
	if (!strstr(report__get(c->base, "machine"), "cpu="))
		add_value(buf, c, "cpu");
	add_value(buf, c, "kernel-release");
	add_value(buf, c, "compiler");
	return buf;
}

/* @lead, and the names of the units of this kind after it. */
static void add_units(char *buf, const struct comparison *c, bool exact,
		      const char *lead)
{
	const struct unit *unit, *end = c->base->units + c->base->nr_units;
	bool *compared = calloc(c->base->nr_units + 1, sizeof(*compared));
	size_t i;

	for (i = 0; compared && i < c->nr_cells; i++) {
		unit = c->cells[i].unit;
		/* A cell that is invalid may have a unit of the head alone. */
		if (unit >= c->base->units && unit < end)
			compared[unit - c->base->units] = true;
	}
	for (unit = c->base->units; compared && unit < end; unit++) {
		if (unit->exact != exact || (exact && unit->informational) ||
		    !compared[unit - c->base->units])
			continue;
		text__append(buf, WORDS_TEXT, "%s %.40s", lead, unit->name);
		lead = " and";
	}
	free(compared);
}

/* For time units: the tests that p is corrected for, and the cells' largest mde. */
static void add_tests(char *buf, const struct comparison *c)
{
	double worst = 0;
	size_t i;

	if (!c->nr_tests)
		return;
	for (i = 0; i < c->nr_cells; i++) {
		if (isfinite(c->cells[i].change.mde))
			worst = fmax(worst, c->cells[i].change.mde);
	}
	text__append(buf, WORDS_TEXT, ", p corrected for %zu tests", c->nr_tests);
	if (worst > 0)
		text__append(buf, WORDS_TEXT, ", a change of %s would be seen",
			     text__percent((char [TEXT_PERCENT]){ "" }, worst));
}

const char *words__method(char *buf, const struct comparison *c)
{
	buf[0] = '\0';
	text__append(buf, WORDS_TEXT, "%.40s, ", report__get(c->base, "testbed"));
	if (c->base->nr_rounds == c->head->nr_rounds)
		text__append(buf, WORDS_TEXT, "%zu rounds a side", c->base->nr_rounds);
	else
		text__append(buf, WORDS_TEXT, "%zu against %zu rounds", c->base->nr_rounds,
			     c->head->nr_rounds);
	text__append(buf, WORDS_TEXT, results__in_turn(c->base, c->head) ? " in turns" : " in two runs");
	if (results__get(c->base, "alternates"))
		text__append(buf, WORDS_TEXT, ", a boot each");
	add_units(buf, c, true, ", exact");
	add_units(buf, c, false, ", medians of");
	add_tests(buf, c);
	return buf;
}

void words__variable(char *buf, const char *name, const char *value)
{
	bool plain = value[strspn(value, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				  "_./=,+:@%-")] == '\0';
	const char *c;

	text__append(buf, WORDS_TEXT, " %s=%s", name, plain ? "" : "\"");
	for (c = value; *c; c++)
		text__append(buf, WORDS_TEXT, strchr("$`\"\\", *c) ? "\\%c" : "%c", *c);
	text__append(buf, WORDS_TEXT, "%s", plain ? "" : "\"");
}

static void add_sizes(char *buf, const struct comparison *c)
{
	static const char usual[] = "1 2 4 8 16 32 64 128 255";
	bool *measured = calloc(RESULTS_MAX_VCPUS + 1, sizeof(*measured));
	char sizes[WORDS_TEXT] = "";
	unsigned int n;
	size_t i;

	for (i = 0; measured && i < c->nr_cells; i++)
		measured[c->cells[i].vcpus] = true;
	/* The 0 of a benchmark that broke at every size is none. */
	for (n = 1; measured && n <= RESULTS_MAX_VCPUS; n++) {
		if (measured[n])
			text__append(sizes, WORDS_TEXT, "%s%u", *sizes ? " " : "", n);
	}
	free(measured);
	if (strcmp(sizes, usual))
		words__variable(buf, "VCPUS", sizes);
}

static void add_benches(char *buf, const struct comparison *c)
{
	char benches[WORDS_TEXT] = "";
	size_t i;

	for (i = 0; i < c->nr_cells; i++) {
		if (!i || strcmp(c->cells[i].bench, c->cells[i - 1].bench))
			text__append(benches, WORDS_TEXT, "%s%s", i ? " " : "", c->cells[i].bench);
	}
	if (strlen(benches) + strlen(" BENCH=\"\"") <= COMMAND_LINE)
		words__variable(buf, "BENCH", benches);
}

/* A name under kernels/ is everybody's; a series of one's own travels as a mail. */
static void add_kernel(char *buf, const char *variable, const struct results *r)
{
	char name[WORDS_NAME], text[WORDS_NAME + 8];

	snprintf(text, sizeof(text), "%s%s", shorten(name, report__name(r)),
		 results__get(r, "kernel-series") ? ".mbox" : "");
	words__variable(buf, variable, text);
}

const char *words__needs(const struct comparison *c)
{
	if (results__get(c->head, "kernel-series") || results__get(c->base, "kernel-series"))
		return ", the series as it was mailed in an .mbox";
	if (results__get(c->head, "commit") || results__get(c->base, "commit"))
		return ", linux being a clone with these revisions";
	return "";
}

const char *words__command(char *buf, const struct comparison *c)
{
	const char *line = report__get(c->head, "kernel-base");
	const char *testbed = report__get(c->head, "testbed");
	char rounds[24];

	strcpy(buf, "make deps bench");
	add_kernel(buf, "KERNEL", c->head);
	add_kernel(buf, "BASE", c->base);
	if (results__get(c->head, "commit") || results__get(c->base, "commit"))
		words__variable(buf, "KERNEL_TREE", "linux");
	if (strcmp(line, "-") && strcmp(line, "6.1") &&
	    strcmp(line, RESULTS_HOST_BASE))
		words__variable(buf, "KERNEL_BASE", line);
	if (strcmp(testbed, "emulated"))
		words__variable(buf, "TESTBED", testbed);
	snprintf(rounds, sizeof(rounds), "%zu", c->head->nr_rounds);
	words__variable(buf, "ROUNDS", rounds);
	add_sizes(buf, c);
	add_benches(buf, c);
	return buf;
}
