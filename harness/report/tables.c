// SPDX-License-Identifier: GPL-2.0-only
/* tables.c - tables for the plots: gnuplot draws them and computes nothing. */
#include "tables.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/file.h"
#include "compare/where.h"
#include "report.h"

/**
 * struct cell_table - one benchmark in one unit
 * @first: its cells, up to @end
 * @per_vcpu: divide every value by its number of vCPUs
 * @slope: its lines, NULL when there are too few sizes
 * @slug: name of the file without ".dat"
 */
struct cell_table {
	const struct comparison *c;
	const struct compare_cell *first;
	const struct compare_cell *end;
	bool per_vcpu;
	const struct compare_slope *slope;
	char slug[TABLES_SLUG];
};

static int fail(struct why *why, const char *path, int err)
{
	return why__set(why, err, "%s: %s: choose another --output", path,
			strerror(err));
}

static void put(FILE *out, double value)
{
	if (isfinite(value))
		fprintf(out, " %.10g", value);
	else
		fputs(" ?", out);
}

/* Of too few rounds there is no interval: its ends are where the value is. */
static void put_end(FILE *out, const struct stats_estimate *e, double end, double share)
{
	put(out, isnan(end) ? e->value / share : end);
}

static double line_at(const struct cell_table *t, bool head, unsigned int vcpus)
{
	const struct compare_slope *s = t->slope;

	if (!s || !s->fits)
		return NAN;
	return head ? s->fixed.change.head.value + s->slope.change.head.value * vcpus :
		      s->fixed.change.base.value + s->slope.change.base.value * vcpus;
}

/* An invalid cell leaves a gap in the plot. */
static void print_row(FILE *out, const struct cell_table *t,
		      const struct compare_cell *cell)
{
	const struct stats_estimate gap = { NAN, NAN, NAN };
	const struct stats_estimate *base = &cell->change.base;
	const struct stats_estimate *head = &cell->change.head;
	double share = t->per_vcpu ? cell->vcpus : 1;

	if (cell->invalid)
		base = head = &gap;
	fprintf(out, "%u", cell->vcpus);
	put(out, base->value / share);
	put_end(out, base, base->low / share, share);
	put_end(out, base, base->high / share, share);
	put(out, head->value / share);
	put_end(out, head, head->low / share, share);
	put_end(out, head, head->high / share, share);
	put(out, line_at(t, false, cell->vcpus) / share);
	put(out, line_at(t, true, cell->vcpus) / share);
	fputc('\n', out);
}

static void print_table(FILE *out, const void *what)
{
	const struct cell_table *t = what;
	const struct compare_cell *cell;

	fprintf(out, "# %s, %s%s\n# base: %s %s\n# head: %s %s\n",
		t->first->bench, t->first->unit->name, t->per_vcpu ? "/vcpu" : "",
		report__name(t->c->base), report__get(t->c->base, "run"),
		report__name(t->c->head), report__get(t->c->head, "run"));
	fputs("# vcpus base base_low base_high head head_low head_high base_fit head_fit\n",
	      out);
	for (cell = t->first; cell < t->end; cell++)
		print_row(out, t, cell);
}

static bool has_interval(const struct cell_table *t)
{
	const struct compare_cell *cell;

	for (cell = t->first; cell < t->end; cell++) {
		if (!cell->invalid &&
		    (cell->change.base.low < cell->change.base.high ||
		     cell->change.head.low < cell->change.head.high))
			return true;
	}
	return false;
}

static void print_index_line(FILE *out, const struct cell_table *t)
{
	bool fits = t->slope && t->slope->fits;

	fprintf(out, "%s\t%s\t%s\t%s\t%s\t", t->slug, t->first->bench,
		t->first->unit->name, report__name(t->c->base),
		report__name(t->c->head));
	if (fits)
		fprintf(out, "%.10g\t%.10g", t->slope->slope.change.base.value,
			t->slope->slope.change.head.value);
	else
		fputs("?\t?", out);
	fprintf(out, "\t%d\t%d\n", has_interval(t), fits);
}

/*
 * A benchmark's first unit in the base's file is its main one and its file is
 * named after the benchmark alone; those of the others carry the unit too.
 */
static bool is_main_unit(const struct comparison *c,
			 const struct compare_cell *first)
{
	const struct compare_cell *cell;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!strcmp(cell->bench, first->bench) && cell->unit &&
		    cell->unit < first->unit)
			return false;
	}
	return true;
}

void tables__slug(char *buf, const struct comparison *c,
		  const struct compare_cell *first)
{
	bool main = is_main_unit(c, first);
	char *s;

	snprintf(buf, TABLES_SLUG, "%s%s%s", first->bench, main ? "" : "-",
		 main ? "" : first->unit->name);
	for (s = buf; *s; s++) {
		if (!isalnum((unsigned char)*s) && *s != '_' &&
		    (*s != '.' || s == buf))
			*s = '-';
	}
}

/* Tables of a comparison; *nr of them, to be freed. */
static struct cell_table *tables_of(const struct comparison *c, size_t *nr)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	struct cell_table *tables = calloc(c->nr_cells, sizeof(*tables)), *t = tables;
	size_t i;

	for (cell = c->cells; t && cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit || where__tells(c, cell))
			continue;
		t->c = c;
		t->first = cell;
		t->end = next;
		for (i = 0; i < c->nr_slopes; i++) {
			if (c->slopes[i].cells == cell && !c->slopes[i].part)
				t->slope = &c->slopes[i];
		}
		tables__slug(t->slug, c, cell);
		t++;
	}
	*nr = t - tables;
	return tables;
}

struct index {
	const struct cell_table *tables;
	size_t nr;
};

static void print_index(FILE *out, const void *what)
{
	const struct index *index = what;
	size_t i;

	for (i = 0; i < index->nr; i++)
		print_index_line(out, &index->tables[i]);
}

int tables__write(const char *dir, const struct comparison *c, bool per_vcpu,
		  struct why *why)
{
	struct cell_table *tables;
	struct index index;
	char name[TABLES_SLUG + 8];
	size_t i, nr;
	int err = 0;

	if (mkdir(dir, 0777) && errno != EEXIST)
		return fail(why, dir, errno);
	tables = tables_of(c, &nr);
	if (!tables)
		return why__set(why, ENOMEM, "out of memory: try again");
	for (i = 0; !err && i < nr; i++) {
		tables[i].per_vcpu = per_vcpu;
		snprintf(name, sizeof(name), "%s.dat", tables[i].slug);
		err = file__write(dir, name, print_table, &tables[i], why);
	}
	index = (struct index){ tables, nr };
	if (!err)
		err = file__write(dir, "index.tsv", print_index, &index, why);
	free(tables);
	return err;
}
