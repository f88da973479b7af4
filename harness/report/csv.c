// SPDX-License-Identifier: GPL-2.0-only
/* csv.c - a comparison as CSV: a line a cell, and two a slope: its own and the fixed cost's. */
#include "formats.h"
#include "report.h"

#include <math.h>

#include "compare/doubt.h"
#include "lib/csv.h"

/* An empty field is a number that does not exist. */
static void put_number(FILE *out, double value)
{
	fputc(',', out);
	if (isfinite(value))
		fprintf(out, "%.12g", value);
}

static void put_estimate(FILE *out, const struct stats_estimate *e)
{
	put_number(out, e->value);
	put_number(out, e->low);
	put_number(out, e->high);
}

/**
 * struct csv_line - what a line says of a cell, a slope or a fixed cost
 * @cell: the cell, or the first of the line's
 * @change: base, head, the ratio and the test
 * @diff: head - base, in the unit; NULL where the ratio is what is judged
 * @n_base: rounds of the base
 * @n_head: rounds of the head
 * @reason: why it is invalid, or NULL
 * @doubt: why it is inconclusive
 */
struct csv_line {
	const struct compare_cell *cell;
	struct stats_change change;
	const struct stats_estimate *diff;
	size_t n_base;
	size_t n_head;
	const char *reason;
	enum doubt doubt;
};

static void put_change(FILE *out, const struct csv_line *l)
{
	static const struct stats_estimate none = { NAN, NAN, NAN };
	const struct stats_change *change = &l->change;

	put_estimate(out, &change->base);
	put_estimate(out, &change->head);
	put_estimate(out, &change->diff);
	put_number(out, change->p);
	put_number(out, change->p_adjusted);
	put_number(out, change->mde);
	fprintf(out, ",%zu,%zu,%s,", l->n_base, l->n_head, compare__judged(l->cell) ?
		stats__verdict_name(change->verdict) : "");
	csv__text(out, l->reason ? l->reason : "");
	put_estimate(out, l->diff ? l->diff : &none);
}

/* The last field: why what counts is inconclusive. */
static void put_doubt(FILE *out, const struct csv_line *l)
{
	const char *name = doubt__name(l->doubt);

	fprintf(out, ",%s\n", name && compare__judged(l->cell) ? name : "");
}

static void put_cell(FILE *out, const struct comparison *c, const struct compare_cell *cell)
{
	const struct csv_line line = {
		cell, cell->change, NULL, cell->base.nr, cell->head.nr, cell->invalid,
		doubt__of_cell(c, cell),
	};

	fputs("cell,", out);
	csv__text(out, cell->bench);
	fprintf(out, ",%u,", cell->vcpus);
	csv__text(out, cell->unit ? cell->unit->name : "");
	put_change(out, &line);
	fputs(",,", out);
	put_doubt(out, &line);
}

/* The change of a line is a ratio here too, so that a column has one meaning. */
static void put_part(FILE *out, const struct comparison *c, const char *kind,
		     const struct compare_slope *s, const struct compare_part *p, const char *per)
{
	struct csv_line line = {
		s->cells, p->change, &p->change.diff, s->nr_base, s->nr_head, NULL,
		doubt__of_part(c, s, p),
	};
	double base = p->change.base.value;

	line.change.diff = (struct stats_estimate){ NAN, NAN, NAN };
	line.change.mde = p->change.mde / fabs(base);
	if (base > 0)
		line.change.diff.value = p->change.head.value / base;
	fprintf(out, "%s,", kind);
	csv__text(out, s->bench);
	fputs(",,", out);
	csv__text(out, s->unit->name);
	fputs(per, out);
	put_change(out, &line);
	fprintf(out, ",%u,%u", s->from, s->to);
	put_doubt(out, &line);
}

static void put_line(FILE *out, const struct comparison *c, const struct compare_slope *s)
{
	put_part(out, c, "slope", s, &s->slope, "/vcpu");
	put_part(out, c, "fixed", s, &s->fixed, "");
}

static int print(FILE *out, const struct comparison *c, struct why *why)
{
	size_t i;

	(void)why;
	fputs("kind,bench,vcpus,unit,base,base_low,base_high,head,head_low,head_high,ratio,ratio_low,ratio_high,p,p_adjusted,mde,n_base,n_head,verdict,reason,diff,diff_low,diff_high,from,to,doubt\n",
	      out);
	for (i = 0; i < c->nr_cells; i++)
		put_cell(out, c, &c->cells[i]);
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted)
			put_line(out, c, &c->slopes[i]);
	}
	return 0;
}

REPORT_FORMAT(csv) = { .name = "csv", .print = print };
