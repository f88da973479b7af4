// SPDX-License-Identifier: GPL-2.0-only
/* where.c - which functions account for a difference, as a table in text. */
#include "where.h"

#include <math.h>
#include <string.h>

#include "report.h"
#include "where-words.h"

/**
 * struct where_row - a row of the table
 * @name: of a function, or what the row sums up
 * @side: counts, of base and head
 * @slope: for one more vCPU; NaN where there is none
 */
struct where_row {
	const char *name;
	struct profile_counts side[2];
	double slope[2];
};

static double insns_of(const struct where_row *row, int side)
{
	return row->side[side].n[PROFILE_INSNS];
}

/* Misses in five characters. */
static const char *misses(char *buf, double count)
{
	return where__count(buf, count < 99.995 ? count : round(count));
}

/* In the middle of a name that is too long something is missing. */
static void shorten(char *buf, size_t width, const char *name)
{
	size_t len = strlen(name);

	if (len <= width)
		strcpy(buf, name);
	else
		sprintf(buf, "%.*s..%s", (int)(width / 2 - 1), name,
			name + len - (width - width / 2 - 1));
}

static void print_line(FILE *out, char *line)
{
	int end = strlen(line);

	while (end && line[end - 1] == ' ')
		line[--end] = '\0';
	fprintf(out, "%s\n", line);
}

static void print_row(FILE *out, int width, const struct where_row *row)
{
	char base[REPORT_NUMBER], head[REPORT_NUMBER], by[REPORT_NUMBER];
	char d1[2][REPORT_NUMBER], slope[2][REPORT_NUMBER] = { "", "" };
	char name[64], line[256];
	int end;

	shorten(name, 24, row->name);
	if (!isnan(row->slope[0]) && width > 72) {
		report__number(slope[0], round(row->slope[0] * 100) / 100);
		report__number(slope[1], round(row->slope[1] * 100) / 100);
	} else if (!isnan(row->slope[0])) {
		where__by(slope[1], round((row->slope[1] - row->slope[0]) * 100) / 100);
	}
	end = snprintf(line, sizeof(line), " %-24s %7s %7s %8s %5s %5s", name,
		       where__count(base, insns_of(row, 0)),
		       where__count(head, insns_of(row, 1)),
		       where__by(by, insns_of(row, 1) - insns_of(row, 0)),
		       misses(d1[0], row->side[0].n[PROFILE_D1]),
		       misses(d1[1], row->side[1].n[PROFILE_D1]));
	if (width > 72)
		snprintf(line + end, sizeof(line) - end, " %7s %7s", slope[0], slope[1]);
	else
		snprintf(line + end, sizeof(line) - end, " %8s", slope[1]);
	print_line(out, line);
}

static void print_where(FILE *out, const struct where_function *f)
{
	char by[REPORT_NUMBER];

	if (f->line && !isnan(f->line_by))
		fprintf(out, "   %s in %.*s\n", where__by(by, f->line_by), 60, f->line);
}

static void add_function(struct where_row *row, const struct where_function *f, double times)
{
	int side;

	for (side = 0; side < 2; side++) {
		profile_counts__add(&row->side[side], &f->side[side], times);
		row->slope[side] += times * f->slope[side];
	}
}

/* Those that are not shown one by one, and those that do not differ. */
static void print_others(FILE *out, int width, const struct where_cell *w, size_t shown)
{
	struct where_row others = { .name = "others that differ" };
	struct where_row same = { .name = "all that do not", .slope = { NAN, NAN } };
	struct where_row rest = { .slope = { NAN, NAN } };
	size_t i;

	for (i = shown; i < w->nr; i++)
		add_function(&others, &w->functions[i], 1);
	if (shown < w->nr)
		print_row(out, width, &others);
	same.side[0] = w->total[0];
	same.side[1] = w->total[1];
	for (i = 0; i < w->nr; i++)
		add_function(&same, &w->functions[i], -1);
	same.slope[0] = NAN;
	print_row(out, width, &same);
	rest.name = where_cell__fits_batch(w) ? "in other batches" : "in no function";
	rest.side[0].n[PROFILE_INSNS] = w->rest[0];
	rest.side[1].n[PROFILE_INSNS] = w->rest[1];
	if (!where_cell__adds_up(w))
		print_row(out, width, &rest);
}

static void print_head(FILE *out, int width, const struct where_cell *w)
{
	bool wide = width > 72;
	char line[128];

	snprintf(line, sizeof(line), " %-24s %7s %16s %11s %s", "", "", "insns/op     ",
		 "D1 misses", !w->from ? "" : wide ? "   insns/vCPU" : "  /vCPU");
	print_line(out, line);
	snprintf(line, sizeof(line), " %-24s %7s %7s %8s %5s %5s %*s %7s", "function", "base",
		 "head", "by", "base", "head", wide ? 7 : 8,
		 !w->from ? "" : wide ? "base" : "by", w->from && wide ? "head" : "");
	print_line(out, line);
}

static void print_cell(FILE *out, int width, size_t functions, const struct where_cell *w)
{
	struct where_row all = { .name = "the cell", .slope = { NAN, NAN } };
	char text[WHERE_TEXT];
	size_t i, shown = w->nr < functions ? w->nr : functions;

	snprintf(text, sizeof(text), "%.80s, %u vCPUs: %.300s.", w->cell->bench, w->cell->vcpus,
		 where__misses((char [WHERE_TEXT]){ "" }, w));
	report__wrap(out, width, "Where: ", text);
	print_head(out, width, w);
	for (i = 0; i < shown; i++) {
		struct where_row row = { .name = w->functions[i].name };

		add_function(&row, &w->functions[i], 1);
		print_row(out, width, &row);
		print_where(out, &w->functions[i]);
	}
	print_others(out, width, w, shown);
	all.side[0] = w->total[0];
	all.side[1] = w->total[1];
	all.side[0].n[PROFILE_INSNS] = w->cell->change.base.value;
	all.side[1].n[PROFILE_INSNS] = w->cell->change.head.value;
	print_row(out, width, &all);
	snprintf(text, sizeof(text), "%s.", where__sum((char [WHERE_TEXT]){ "" }, w));
	report__wrap(out, width, " ", text);
}

void where__print(FILE *out, const struct comparison *c, int width, size_t functions,
		  const char *before, const char *after)
{
	size_t i;

	for (i = 0; c->where && i < c->where->nr; i++) {
		if (!where__is_shown(&c->where->cells[i]))
			continue;
		fputs(before, out);
		print_cell(out, width, functions, &c->where->cells[i]);
		fputs(after, out);
	}
}
