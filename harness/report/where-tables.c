// SPDX-License-Identifier: GPL-2.0-only
/* where-tables.c - tables of functions for the plots, and bars in 72 columns of text. */
#include "where-tables.h"

#include <math.h>
#include <string.h>

#include "lib/file.h"
#include "report.h"
#include "tables.h"
#include "where-words.h"
#include "words.h"

#define BARS	8	/* functions that are drawn one by one */
#define NAME	26	/* characters of a function's name */
#define BAR	36	/* of the longest bar */

/**
 * struct where_bar - a function, or what several are together
 * @insns: an operation, of base and head
 * @d1: misses, likewise
 */
struct where_bar {
	const char *name;
	double insns[2];
	double d1[2];
};

/**
 * struct where_bars - what is drawn of a benchmark
 * @bars: @nr of them
 * @most: the longest
 */
struct where_bars {
	const struct comparison *c;
	const struct where_cell *w;
	struct where_bar bars[BARS + 2];
	size_t nr;
	double most;
};

static void add(struct where_bar *bar, const struct profile_counts side[2], double times)
{
	int i;

	for (i = 0; i < 2; i++) {
		bar->insns[i] += times * side[i].n[PROFILE_INSNS];
		bar->d1[i] += times * side[i].n[PROFILE_D1];
	}
}

/* Nothing that was counted is left out: the bars add up. */
static void set_bars(struct where_bars *b)
{
	const struct where_cell *w = b->w;
	struct where_bar others = { .name = "others that differ" };
	struct where_bar same = { .name = "all that do not differ" };
	size_t i;

	add(&same, w->total, 1);
	for (i = 0; i < w->nr; i++) {
		add(&same, w->functions[i].side, -1);
		if (i >= BARS) {
			add(&others, w->functions[i].side, 1);
			continue;
		}
		b->bars[b->nr] = (struct where_bar){ .name = w->functions[i].name };
		add(&b->bars[b->nr++], w->functions[i].side, 1);
	}
	if (w->nr > BARS)
		b->bars[b->nr++] = others;
	if (fabs(same.insns[0]) > WHERE_EXACT || fabs(same.insns[1]) > WHERE_EXACT || !b->nr)
		b->bars[b->nr++] = same;
	for (i = 0; i < b->nr; i++)
		b->most = fmax(b->most, fmax(b->bars[i].insns[0], b->bars[i].insns[1]));
	if (!(b->most > 0))
		b->most = 1;
}

static void print_data(FILE *out, const void *what)
{
	const struct where_bars *b = what;
	const struct where_bar *bar;

	fputs("# function\tbase\thead\td1_base\td1_head\n", out);
	for (bar = b->bars; bar < b->bars + b->nr; bar++)
		fprintf(out, "%s\t%.10g\t%.10g\t%.10g\t%.10g\n", bar->name, bar->insns[0],
			bar->insns[1], bar->d1[0], bar->d1[1]);
}

static void print_bar(FILE *out, const struct where_bars *b, const char *name, char mark,
		      double insns, double d1)
{
	int length = insns > 0 ? ceil(insns / b->most * BAR - 0.5) : 0;
	char number[REPORT_NUMBER], misses[REPORT_NUMBER], bar[BAR + 1];

	memset(bar, mark, length);
	bar[length] = '\0';
	fprintf(out, "%-*.*s |%s%s%.8s", NAME, NAME, name, bar, length ? " " : "",
		where__count(number, round(insns)));
	if (BAR - length >= 12 && round(d1) > 0)
		fprintf(out, ", D1 %.6s", where__count(misses, round(d1)));
	fputc('\n', out);
}

static void print_text(FILE *out, const void *what)
{
	const struct where_bars *b = what;
	const struct where_bar *bar;
	char name[WORDS_NAME];

	fprintf(out, "%.40s, %u vCPUs: insns/op by function\n", b->w->cell->bench,
		b->w->cell->vcpus);
	fprintf(out, "  A  %s\n", words__side(name, b->c, false));
	fprintf(out, "  B  %s\n\n", words__side(name, b->c, true));
	for (bar = b->bars; bar < b->bars + b->nr; bar++) {
		print_bar(out, b, bar->name, 'A', bar->insns[0], bar->d1[0]);
		print_bar(out, b, "", 'B', bar->insns[1], bar->d1[1]);
	}
}

static void print_index(FILE *out, const void *what)
{
	const struct comparison *c = what;
	const struct where_cell *w = c->where->cells;
	char slug[TABLES_SLUG];

	for (; w < c->where->cells + c->where->nr; w++) {
		if (!where__is_shown(w))
			continue;
		tables__slug(slug, c, w->cell);
		fprintf(out, "%s\t%s\t%u\t%s\t%s\n", slug, w->cell->bench, w->cell->vcpus,
			report__name(c->base), report__name(c->head));
	}
}

static int write_bars(const char *dir, const struct comparison *c, const struct where_cell *w,
		      struct why *why)
{
	struct where_bars bars = { .c = c, .w = w };
	char slug[TABLES_SLUG], name[TABLES_SLUG + 16];
	int err;

	set_bars(&bars);
	tables__slug(slug, c, w->cell);
	snprintf(name, sizeof(name), "%s-where.dat", slug);
	err = file__write(dir, name, print_data, &bars, why);
	if (err)
		return err;
	snprintf(name, sizeof(name), "%s-where.txt", slug);
	return file__write(dir, name, print_text, &bars, why);
}

int where__write_tables(const char *dir, const struct comparison *c, struct why *why)
{
	const struct where_cell *w;
	int err = 0;

	if (!c->where)
		return 0;
	for (w = c->where->cells; !err && w < c->where->cells + c->where->nr; w++) {
		if (where__is_shown(w))
			err = write_bars(dir, c, w, why);
	}
	return err ? err : file__write(dir, "where.tsv", print_index, c, why);
}
