// SPDX-License-Identifier: GPL-2.0-only
/* report.c - how numbers, names and sentences look in all reports. */
#include "report.h"
#include "covered-words.h"
#include "doubt-words.h"

#include <math.h>
#include <string.h>

#include "lib/text.h"

const char *report__number(char *buf, double value)
{
	double size = fabs(value);
	const char *format = "%.4g";

	if (isnan(value))
		format = "-";
	else if (value == floor(value) && size < 1e9)
		format = "%.0f";
	else if (size >= 1e4 && size < 1e8)
		format = "%.1f";
	else if (size >= 0.1 && size < 1e4)
		format = "%.2f";
	snprintf(buf, REPORT_NUMBER, format, value);
	return buf;
}

const char *report__percent(char *buf, double ratio)
{
	double percent = (ratio - 1) * 100;

	if (isnan(ratio))
		return strcpy(buf, "-");
	if (fabs(percent) < 0.005)
		return strcpy(buf, percent == 0 ? "0%" : "0.00%");
	snprintf(buf, REPORT_NUMBER, fabs(percent) < 1 ?
		 "%+.2f%%" : fabs(percent) < 999 ? "%+.1f%%" : "%+.4g%%",
		 percent);
	return buf;
}

void report__wrap(FILE *out, int width, const char *lead, const char *text)
{
	int indent = strlen(lead), column = indent, word;

	fputs(lead, out);
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		word = strcspn(text, " ");
		/* A name may be longer than a line. */
		if (word > width - indent)
			word = width - indent;
		if (column > indent && column + 1 + word > width) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", word, text);
		column += word;
		text += word;
	}
	fputc('\n', out);
}

void report__command(FILE *out, int width, char *text)
{
	const char *lead = "  ";
	int column = 0;
	char *word, *save;

	for (word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		if (column && column + 1 + (int)strlen(word) > width - 2) {
			fputs(" \\\n", out);
			lead = "      ";
			column = 0;
		}
		column += fprintf(out, "%s%s", column ? " " : lead, word);
	}
	fputc('\n', out);
}

const char *report__get(const struct results *r, const char *key)
{
	const char *value = results__get(r, key);

	return value && *value ? value : "-";
}

const char *report__name(const struct results *r)
{
	return report__get(r, "kernel");
}

const char *report__sizes(char *buf, size_t size, const struct compare_missing *a)
{
	size_t i, len = 0;

	snprintf(buf, size, "every size");
	for (i = 0; i < a->nr_vcpus && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%u", i ? ", " : "",
				a->vcpus[i]);
	if (len >= size)
		memcpy(buf + size - 4, "...", 4);
	return buf;
}

/* "2 of 45 cells", and the lines that have this verdict too: "1 of 6 slopes". */
static void add_counts(char *buf, size_t size, const struct comparison *c,
		       enum stats_verdict verdict)
{
	size_t cells = compare__count(c, verdict);
	size_t slopes = compare__count_lines(c, verdict, false);
	size_t fixed = compare__count_lines(c, verdict, true);
	const char *lead = "";

	if (cells || (!slopes && !fixed)) {
		text__append(buf, size, "%zu of %zu cells", cells, compare__count_judged(c));
		lead = ", ";
	}
	if (slopes) {
		text__append(buf, size, "%s%zu of %zu slopes", lead, slopes,
			     compare__count_all_lines(c));
		lead = ", ";
	}
	if (fixed)
		text__append(buf, size, "%s%zu of %zu fixed costs", lead, fixed,
			     compare__count_all_lines(c));
}

/* What has changed most: a cell, or else a slope, or else a fixed cost. */
static void add_extreme(char *buf, size_t size, const struct comparison *c)
{
	const struct compare_cell *cell = compare__extreme(c, c->verdict);
	const struct compare_slope *slope = compare__extreme_line(c, c->verdict, false);
	char from[REPORT_NUMBER], to[REPORT_NUMBER];

	if (cell) {
		text__append(buf, size, "%s/vcpus=%u %s", cell->bench, cell->vcpus,
			     report__percent(from, cell->change.diff.value));
		return;
	}
	if (slope) {
		text__append(buf, size, "%s, %s instead of %s %s/vcpu", slope->bench,
			     report__number(to, slope->slope.change.head.value),
			     report__number(from, slope->slope.change.base.value),
			     slope->unit->name);
		return;
	}
	slope = compare__extreme_line(c, c->verdict, true);
	if (slope)
		text__append(buf, size, "fixed cost of %s, %s instead of %s %s", slope->bench,
			     report__number(to, slope->fixed.change.head.value),
			     report__number(from, slope->fixed.change.base.value),
			     slope->unit->name);
}

const char *report__verdict(char *buf, size_t size, const struct comparison *c)
{
	size_t unbounded = compare__count_unbounded(c);

	snprintf(buf, size, "%s: ", stats__verdict_name(c->verdict));
	switch (c->verdict) {
	case STATS_IMPROVED:
	case STATS_REGRESSED:
		add_extreme(buf, size, c);
		text__append(buf, size, ", ");
		add_counts(buf, size, c, c->verdict);
		break;
	case STATS_SAME:
		text__append(buf, size, "none of %zu cells tells the two apart",
			     compare__count_judged(c));
		if (covered__is_identical(c))
			text__append(buf, size, ": the code is identical");
		break;
	case STATS_NOT_COVERED:
		text__append(buf, size, "%s", covered__words((char [COVERED_TEXT]){ "" }, c));
		break;
	case STATS_INCONCLUSIVE:
		text__append(buf, size, "%s; improved: ",
			     doubt__counts((char [DOUBT_TEXT]){ "" }, c));
		add_counts(buf, size, c, STATS_IMPROVED);
		text__append(buf, size, ", none regressed");
		break;
	case STATS_INVALID:
		text__append(buf, size, "%zu of %zu cells cannot be trusted; regressed: ",
			     compare__count(c, c->verdict), compare__count_judged(c));
		add_counts(buf, size, c, STATS_REGRESSED);
		break;
	}
	if (unbounded)
		text__append(buf, size, "; no A/A says what %s by anyway: make noise",
			     unbounded == 1 ? "this cell differs" : "these cells differ");
	return buf;
}

const char *report__noise(char *buf, size_t size, const struct comparison *c)
{
	const struct compare_noise *n = c->options.noise;
	char floor[TEXT_PERCENT];

	snprintf(buf, size, "%.4s-%.2s-%.2s of %s: %u of %u false alarms, floor up to %s (%s)",
		 n->run, n->run + 4, n->run + 6, n->kernel, n->alarms,
		 n->divisions, text__percent(floor, n->floor), n->floor_cell);
	return buf;
}
