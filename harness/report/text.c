// SPDX-License-Identifier: GPL-2.0-only
/* text.c - the report for a terminal, at most 80 columns of plain ASCII. */
#include "bytes.h"
#include "formats.h"
#include "covered-words.h"
#include "report.h"
#include "text-slopes.h"
#include "compare/where.h"
#include "lib/text.h"
#include "where.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH	80
#define SHOWN	12	/* functions of a benchmark */

static void print_key(FILE *out, const char *label, const char *base, const char *head)
{
	if (!strcmp(base, "-") && !strcmp(head, "-"))
		return;
	if (!strcmp(base, head))
		fprintf(out, "%-11s %.68s\n", label, base);
	else
		fprintf(out, "%-11s %-33.33s %.33s\n", label, base, head);
}

/* A change within the tolerance counts as none. */
static void print_tolerances(FILE *out, const struct comparison *c)
{
	const struct unit *unit = c->base->units;
	const char *lead = "tolerance  ";

	for (; unit < c->base->units + c->base->nr_units; unit++) {
		/* A profile's decide nothing. */
		if (unit->exact && unit->informational)
			continue;
		fprintf(out, "%s %g%% of %s\n", lead,
			compare__rule(c, unit).tolerance * 100, unit->name);
		lead = "           ";
	}
}

/* For time units: the tests that p is corrected for, and its assumptions. */
static void print_tests(FILE *out, const struct comparison *c)
{
	if (!c->nr_tests)
		return;
	fprintf(out, "tests       %zu together, rounds %s", c->nr_tests,
		c->paired ? "in pairs" : "independent");
	if (c->rho > 0)
		fprintf(out, ", neighbours correlated by %.2f", c->rho);
	fputs("\n            p: corrected for all of them; mde: the least change seen for sure\n",
	      out);
}

/* The A/A of this machine: how much a kernel differed from itself. */
static void print_noise(FILE *out, const struct comparison *c)
{
	char text[400];

	report__wrap(out, WIDTH, "A/A         ", !c->options.noise ?
		     "none of this machine: make noise" : report__noise(text, sizeof(text), c));
}

static void print_header(FILE *out, const struct comparison *c)
{
	static const char * const keys[] = {
		"testbed", "machine", "cpu", "kernel-id", "kernel-release",
		"kernel-base", "kernel-config", "compiler", "run", "alternates",
	};
	static const char * const labels[] = {
		"testbed", "machine", "CPU", "kernel id", "release",
		"kernel base", "config", "compiler", "run", "alternates",
	};
	char base[60], head[60], bytes[BYTES_TEXT];
	size_t i;

	snprintf(base, sizeof(base), "base %.28s", report__name(c->base));
	snprintf(head, sizeof(head), "head %.28s", report__name(c->head));
	print_key(out, "kernel", base, head);
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		print_key(out, labels[i], report__get(c->base, keys[i]),
			  report__get(c->head, keys[i]));
	if (*bytes__words(bytes, c))
		report__wrap(out, WIDTH, "bytes       ", bytes);
	snprintf(base, sizeof(base), "%zu", c->base->nr_rounds);
	snprintf(head, sizeof(head), "%zu", c->head->nr_rounds);
	print_key(out, "rounds", base, head);
	print_tolerances(out, c);
	print_tests(out, c);
	print_noise(out, c);
}

static const char *number_of_interval(char *buf, size_t size, const struct stats_estimate *e)
{
	char value[REPORT_NUMBER], low[REPORT_NUMBER], high[REPORT_NUMBER];

	*buf = '\0';
	if (isnan(e->low))
		return buf;
	report__percent(value, e->value);
	report__percent(low, e->low);
	report__percent(high, e->high);
	if (strcmp(low, value) || strcmp(high, value))
		snprintf(buf, size, "[%s, %s]", low, high);
	return buf;
}

/* Where something is tested: how sure, and what would have been seen. */
static int put_test(char *line, size_t size, const struct stats_change *change)
{
	char p[REPORT_NUMBER] = "-", mde[REPORT_NUMBER] = "-";

	if (!isnan(change->p_adjusted))
		snprintf(p, sizeof(p), "%.4f", change->p_adjusted);
	if (!isnan(change->mde))
		text__percent(mde, change->mde);
	return snprintf(line, size, "%6s %6s ", p, mde);
}

static void print_cell(FILE *out, const struct compare_cell *cell, bool exact)
{
	const struct stats_change *change = &cell->change;
	char base[REPORT_NUMBER], head[REPORT_NUMBER], by[REPORT_NUMBER];
	char diff[REPORT_NUMBER], interval[2 * REPORT_NUMBER + 4];
	char line[256];
	int end;

	number_of_interval(interval, sizeof(interval), &change->diff);
	end = snprintf(line, sizeof(line), "%*u %10s %10s %8s ",
		       exact ? 6 : 5, cell->vcpus,
		       report__number(base, change->base.value),
		       report__number(head, change->head.value),
		       report__percent(diff, change->diff.value));
	if (exact) {
		end += snprintf(line + end, sizeof(line) - end, "%10s %18s ",
				report__number(by, change->head.value -
					       change->base.value), interval);
	} else {
		end += snprintf(line + end, sizeof(line) - end, "%16s ", interval);
		end += put_test(line + end, sizeof(line) - end, change);
	}
	end += snprintf(line + end, sizeof(line) - end, "%s",
			compare__judged(cell) ? text__mark(change->verdict) : "");
	while (end && line[end - 1] == ' ')
		line[--end] = '\0';
	fprintf(out, "%s\n", line);
}

static bool all_exact(const struct compare_cell *cell, const struct compare_cell *end)
{
	while (cell < end && cell->exact)
		cell++;
	return cell == end;
}

static void print_tables(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	bool exact;

	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit || where__tells(c, cell))
			continue;
		exact = all_exact(cell, next);
		fprintf(out, "\n%s, %s\n%*s %10s %10s %8s ", cell->bench,
			cell->unit->name, exact ? 6 : 5, "vCPUs", "base", "head", "change");
		if (exact)
			fprintf(out, "%10s %18s\n", "by", "interval");
		else
			fprintf(out, "%16s %6s %6s\n", "interval", "p", "mde");
		for (; cell < next; cell++)
			print_cell(out, cell, exact);
	}
}

static void print_missing(FILE *out, const struct comparison *c)
{
	static const char * const sides[] = {
		"", "base", "head", "base and head",
	};
	const struct compare_missing *a;
	char text[1200], sizes[100];

	if (c->nr_missing)
		fputc('\n', out);
	for (a = c->missing; a < c->missing + c->nr_missing; a++) {
		report__sizes(sizes, sizeof(sizes), a);
		if (a->reason)
			snprintf(text, sizeof(text), "%s, vCPUs %s, in %s: %s",
				 a->bench, sizes, sides[a->sides], a->reason);
		else
			snprintf(text, sizeof(text), "%s, vCPUs %s",
				 a->bench, sizes);
		report__wrap(out, WIDTH, a->reason ? "skipped: " :
			     a->sides == COMPARE_BASE ? "only in base: " :
							"only in head: ", text);
	}
}

static void print_invalid(FILE *out, const struct comparison *c)
{
	const struct compare_cell *cell;
	char text[1200];

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->invalid)
			continue;
		if (cell->vcpus)
			snprintf(text, sizeof(text), "%s/vcpus=%u: %s",
				 cell->bench, cell->vcpus, cell->invalid);
		else
			snprintf(text, sizeof(text), "%s: %s", cell->bench,
				 cell->invalid);
		report__wrap(out, WIDTH, "INVALID: ", text);
	}
}

static int print(FILE *out, const struct comparison *c, struct why *why)
{
	char text[COVERED_TEXT + 100];
	size_t i;

	print_header(out, c);
	print_tables(out, c);
	if (text__slopes(out, c, WIDTH))
		return why__set(why, ENOMEM, "out of memory: compare smaller files");
	where__print(out, c, WIDTH, SHOWN, "\n", "");
	print_missing(out, c);
	if (compare__count(c, STATS_INVALID))
		fputc('\n', out);
	print_invalid(out, c);
	if (c->nr_warnings)
		fputc('\n', out);
	for (i = 0; i < c->nr_warnings; i++)
		report__wrap(out, WIDTH, "warning: ", c->warnings[i]);
	fputc('\n', out);
	/* The verdict says it itself. */
	if (c->covered && c->verdict != STATS_NOT_COVERED)
		report__wrap(out, WIDTH, "covered: ", covered__words(text, c));
	report__wrap(out, WIDTH, "verdict: ", report__verdict(text, sizeof(text), c));
	return 0;
}

REPORT_FORMAT(text) = { .name = "text", .print = print };
