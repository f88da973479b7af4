// SPDX-License-Identifier: GPL-2.0-only
/* report.c - how numbers, names and sentences look in all reports. */
#include "report.h"

#include <math.h>
#include <string.h>

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

/* The slope with this verdict that changed most, when no cell has it. */
static const struct compare_slope *slope_with(const struct comparison *c,
					      enum stats_verdict verdict)
{
	const struct compare_slope *s, *best = NULL;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		if (s->counted && s->change.verdict == verdict &&
		    (!best || fabs(s->change.diff.value) >
			      fabs(best->change.diff.value)))
			best = s;
	}
	return best;
}

static void verdict_changed(char *buf, size_t size, const struct comparison *c)
{
	const struct compare_cell *cell = compare__extreme(c, c->verdict);
	const struct compare_slope *slope = slope_with(c, c->verdict);
	char from[REPORT_NUMBER], to[REPORT_NUMBER];

	if (cell)
		snprintf(buf, size, "%s: %s/vcpus=%u %s, %zu of %zu cells",
			 stats__verdict_name(c->verdict), cell->bench,
			 cell->vcpus,
			 report__percent(from, cell->change.diff.value),
			 compare__count(c, c->verdict), compare__count_judged(c));
	else
		snprintf(buf, size, "%s: %s, %s instead of %s %s/vcpu",
			 stats__verdict_name(c->verdict), slope->bench,
			 report__number(to, slope->change.head.value),
			 report__number(from, slope->change.base.value),
			 slope->unit->name);
}

const char *report__verdict(char *buf, size_t size, const struct comparison *c)
{
	const char *name = stats__verdict_name(c->verdict);
	size_t n = compare__count(c, c->verdict);

	switch (c->verdict) {
	case STATS_IMPROVED:
	case STATS_REGRESSED:
		verdict_changed(buf, size, c);
		break;
	case STATS_SAME:
		snprintf(buf, size, "%s: none of %zu cells tells the two apart",
			 name, compare__count_judged(c));
		break;
	case STATS_INCONCLUSIVE:
		snprintf(buf, size, "%s: %zu of %zu cells too noisy, %zu improved, none regressed",
			 name, n, compare__count_judged(c),
			 compare__count(c, STATS_IMPROVED));
		break;
	case STATS_INVALID:
		snprintf(buf, size, "%s: %zu of %zu cells cannot be trusted, %zu regressed",
			 name, n, compare__count_judged(c),
			 compare__count(c, STATS_REGRESSED));
		break;
	}
	return buf;
}

const char *report__noise(char *buf, size_t size, const struct comparison *c)
{
	const struct compare_noise *n = &c->noise;

	snprintf(buf, size, "%.4s-%.2s-%.2s of %s: %u of %u false alarms, floor up to %.2g%% (%s)",
		 n->run, n->run + 4, n->run + 6, n->kernel, n->alarms,
		 n->divisions, n->floor * 100, n->floor_cell);
	return buf;
}
