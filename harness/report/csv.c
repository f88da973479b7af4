// SPDX-License-Identifier: GPL-2.0-only
/* csv.c - a comparison as CSV: a line a cell and one a slope. */
#include "formats.h"
#include "report.h"

#include <math.h>

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

static void put_change(FILE *out, const struct stats_change *change,
		       size_t n_base, size_t n_head, const char *reason)
{
	put_estimate(out, &change->base);
	put_estimate(out, &change->head);
	put_estimate(out, &change->diff);
	put_number(out, change->p);
	put_number(out, change->p_adjusted);
	put_number(out, change->mde);
	fprintf(out, ",%zu,%zu,%s,", n_base, n_head,
		stats__verdict_name(change->verdict));
	csv__text(out, reason ? reason : "");
	fputc('\n', out);
}

static void put_cell(FILE *out, const struct compare_cell *cell)
{
	fputs("cell,", out);
	csv__text(out, cell->bench);
	fprintf(out, ",%u,", cell->vcpus);
	csv__text(out, cell->unit ? cell->unit->name : "");
	put_change(out, &cell->change, cell->base.nr, cell->head.nr,
		   cell->invalid);
}

/* A slope's change is a ratio here too, so that a column has one meaning. */
static void put_slope(FILE *out, const struct compare_slope *s)
{
	struct stats_change change = s->change;

	change.diff = (struct stats_estimate){ NAN, NAN, NAN };
	change.mde = s->change.mde / fabs(change.base.value);
	if (change.base.value > 0)
		change.diff.value = change.head.value / change.base.value;
	fputs("slope,", out);
	csv__text(out, s->bench);
	fputs(",,", out);
	csv__text(out, s->unit->name);
	fputs("/vcpu", out);
	put_change(out, &change, s->nr_base, s->nr_head, NULL);
}

static int print(FILE *out, const struct comparison *c, struct why *why)
{
	size_t i;

	(void)why;
	fputs("kind,bench,vcpus,unit,base,base_low,base_high,head,head_low,head_high,ratio,ratio_low,ratio_high,p,p_adjusted,mde,n_base,n_head,verdict,reason\n",
	      out);
	for (i = 0; i < c->nr_cells; i++)
		put_cell(out, &c->cells[i]);
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted)
			put_slope(out, &c->slopes[i]);
	}
	return 0;
}

REPORT_FORMAT(csv) = { .name = "csv", .print = print };
