// SPDX-License-Identifier: GPL-2.0-only
/* RFC 4180, but with the line ends of this system. */
#include "report.h"

#include <math.h>
#include <string.h>

void report__csv_text(FILE *out, const char *s)
{
	if (!s[strcspn(s, ",\"")]) {
		fputs(s, out);
		return;
	}
	fputc('"', out);
	for (; *s; s++) {
		if (*s == '"')
			fputc('"', out);
		fputc(*s, out);
	}
	fputc('"', out);
}

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
	report__csv_text(out, reason ? reason : "");
	fputc('\n', out);
}

static void put_cell(FILE *out, const struct compare_cell *cell)
{
	fputs("cell,", out);
	report__csv_text(out, cell->bench);
	fprintf(out, ",%u,", cell->vcpus);
	report__csv_text(out, cell->unit ? cell->unit->name : "");
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
	report__csv_text(out, s->bench);
	fputs(",,", out);
	report__csv_text(out, s->unit->name);
	fputs("/vcpu", out);
	put_change(out, &change, s->nr_base, s->nr_head, NULL);
}

void report__csv(FILE *out, const struct comparison *c)
{
	size_t i;

	fputs("kind,bench,vcpus,unit,base,base_low,base_high,head,head_low,head_high,ratio,ratio_low,ratio_high,p,p_adjusted,mde,n_base,n_head,verdict,reason\n",
	      out);
	for (i = 0; i < c->nr_cells; i++)
		put_cell(out, &c->cells[i]);
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted)
			put_slope(out, &c->slopes[i]);
	}
}
