// SPDX-License-Identifier: GPL-2.0-only
/* patches-table.c - a series patch by patch: a row a patch, benchmarks side by side. */
#include "patches-parts.h"

#include <math.h>
#include <string.h>

#include "report.h"

#define AT_ONCE		3	/* benchmarks side by side */
#define COLUMN		10
#define LABEL		"%-6s"

static const char *const state_names[] = {
	[PATCH_SAME] = "same code",
	[PATCH_UNBUILT] = "does not build",
	[PATCH_INVALID] = "invalid",
};

const char *patches__common_state(const struct patches *p)
{
	const char *state = strchr(p->benches[0]->bench, '/'), *other;
	size_t i;

	for (i = 1; state && i < p->nr_benches; i++) {
		other = strchr(p->benches[i]->bench, '/');
		if (!other || strcmp(state, other))
			return NULL;
	}
	return state;
}

int patches__name_length(const struct patches *p, size_t bench)
{
	const char *name = p->benches[bench]->bench;

	return patches__common_state(p) ? strcspn(name, "/") : strlen(name);
}

size_t patches__first(const struct patches *p, size_t row)
{
	if (p->rows[row].state != PATCH_SAME && !patches__has_numbers(p, row))
		return row;
	while (row > 1 && p->rows[row - 1].state != PATCH_SAME && !patches__has_numbers(p, row - 1))
		row--;
	return row;
}

const char *patches__label(char buf[PATCHES_LABEL], const struct patches *p, size_t row)
{
	size_t first = patches__first(p, row);

	if (!row)
		return "base";
	/* Of a hundred patches the row has no room for both. */
	if (first < row)
		snprintf(buf, PATCHES_LABEL, first < 100 ? "%zu-%zu" : "%.0zu-%zu", first < 100 ? first : 0, row);
	else
		snprintf(buf, PATCHES_LABEL, "%zu", row);
	return buf;
}

/* How a number is written; nothing changed is no crowd of zeros. */
static const char *change_text(char buf[REPORT_NUMBER], double value, bool is_slope)
{
	if (isnan(value))
		return "-";
	if (fabs(value) < 0.005)
		return "0";
	snprintf(buf, REPORT_NUMBER, is_slope ? "%+.2f" : fabs(value) < 1000 ? "%+.1f" : "%+.0f", value);
	return buf;
}

/* A column of the table: a size, or the slope where it is none of them. */
static const struct patch_change *cell_of(const struct patches *p, size_t row, size_t bench,
					  size_t size)
{
	const struct patch_track *t = patches__track(p, row, bench);

	return size < p->nr_sizes ? &t->cells[size] : &t->slope;
}

static void print_change(FILE *out, const struct patches *p, size_t row, size_t bench, size_t size)
{
	const struct patch_change *c = cell_of(p, row, bench, size);
	bool is_slope = size == p->nr_sizes;
	char by[REPORT_NUMBER], sum[REPORT_NUMBER];

	if (isnan(c->value) && patches__track(p, row, bench)->invalid)
		fprintf(out, " %*s %*s", COLUMN, "invalid", COLUMN, "-");
	else
		fprintf(out, " %*s %*s", COLUMN, change_text(by, c->by, is_slope), COLUMN,
			change_text(sum, c->sum, is_slope));
}

static void print_values(FILE *out, const struct patches *p, const char *label, size_t row,
			 size_t first, size_t end, size_t size)
{
	char number[REPORT_NUMBER];
	double value;

	fprintf(out, LABEL, label);
	for (; first < end; first++) {
		value = cell_of(p, row, first, size)->value;
		report__number(number, value);
		if (size == p->nr_sizes && !isnan(value))
			snprintf(number, sizeof(number), "%.2f", value);
		fprintf(out, " %*s %*s", COLUMN, "", COLUMN, number);
	}
	fputc('\n', out);
}

/* Of each name what is before its first slash, or what is behind. */
static void print_part(FILE *out, const struct patches *p, size_t first, size_t end, bool behind)
{
	char line[AT_ONCE * 2 * (COLUMN + 1) + 1];
	int length, end_of_line = 0;
	const char *name;

	for (; first < end; first++) {
		name = p->benches[first]->bench;
		length = strcspn(name, "/");
		if (behind) {
			name += length + (name[length] == '/');
			length = strlen(name);
		}
		end_of_line += sprintf(line + end_of_line, " %*.*s", 2 * COLUMN + 1,
				       length < 2 * COLUMN ? length : 2 * COLUMN, name);
	}
	while (end_of_line && line[end_of_line - 1] == ' ')
		line[--end_of_line] = '\0';
	if (end_of_line)
		fprintf(out, LABEL "%s\n", "", line);
}

static void print_names(FILE *out, const struct patches *p, size_t first, size_t end)
{
	size_t bench;

	print_part(out, p, first, end, false);
	if (!patches__common_state(p))
		print_part(out, p, first, end, true);
	fprintf(out, LABEL, "patch");
	for (bench = first; bench < end; bench++)
		fprintf(out, " %*s %*s", COLUMN, "this patch", COLUMN, "cumulative");
	fputc('\n', out);
}

static bool lacks_line(const struct patches *p, size_t first, size_t end)
{
	size_t row;

	for (; first < end; first++)
		for (row = 0; row < p->nr; row++)
			if (p->rows[row].results && isnan(patches__track(p, row, first)->slope.value))
				return true;
	return false;
}

static void print_table(FILE *out, const struct patches *p, size_t first, size_t end, size_t size)
{
	char label[PATCHES_LABEL];
	size_t row, bench;

	print_names(out, p, first, end);
	print_values(out, p, "base", 0, first, end, size);
	for (row = 1; row < p->nr; row++) {
		fprintf(out, LABEL, patches__label(label, p, row));
		if (!p->rows[row].results)
			fprintf(out, "  %s", state_names[p->rows[row].state]);
		for (bench = first; p->rows[row].results && bench < end; bench++)
			print_change(out, p, row, bench, size);
		fputc('\n', out);
	}
	print_values(out, p, "series", patches__last(p), first, end, size);
	if (size == p->nr_sizes && lacks_line(p, first, end))
		fputs("-: no line fits, or no number\n", out);
}

static bool has_number(const struct patches *p, size_t first, size_t end, size_t size)
{
	size_t row, bench;

	for (row = 0; row < p->nr; row++)
		for (bench = first; bench < end; bench++)
			if (!isnan(cell_of(p, row, bench, size)->value))
				return true;
	return false;
}

void patches__table(FILE *out, const struct patches *p, const char *title, size_t size)
{
	size_t first, end;

	if (!has_number(p, 0, p->nr_benches, size))
		return;
	fprintf(out, "\n%s, %.20s%s%.30s\n", title, p->benches[0]->unit,
		patches__common_state(p) ? ", " : "",
		patches__common_state(p) ? patches__common_state(p) + 1 : "");
	for (first = 0; first < p->nr_benches; first = end) {
		end = first + AT_ONCE < p->nr_benches ? first + AT_ONCE : p->nr_benches;
		if (!has_number(p, first, end, size))
			continue;
		fputc('\n', out);
		print_table(out, p, first, end, size);
	}
}
