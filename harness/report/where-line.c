// SPDX-License-Identifier: GPL-2.0-only
/* where-line.c - the function that a difference is in, one line a benchmark. */
#include "formats.h"

#include <math.h>

#include "report.h"
#include "where-words.h"

static void print_line(FILE *out, const struct where_cell *w)
{
	const struct where_function *f = w->functions;
	char by[REPORT_NUMBER];

	fprintf(out, "%s/vcpus=%u: ", w->cell->bench, w->cell->vcpus);
	if (!w->nr) {
		fputs("no function differs\n", out);
		return;
	}
	fprintf(out, "%s instructions", where__by(by, f->side[1].n[PROFILE_INSNS] -
						   f->side[0].n[PROFILE_INSNS]));
	if (!isnan(f->slope[0]))
		fprintf(out, ", %+.2f a vCPU,", f->slope[1] - f->slope[0]);
	fprintf(out, " in %s", f->name);
	if (f->line)
		fprintf(out, ", %s", f->line);
	if (f->line && !isnan(f->line_by))
		fprintf(out, " (%s)", where__by(by, f->line_by));
	if (w->nr > 1)
		fprintf(out, "; %zu more function%s", w->nr - 1, w->nr > 2 ? "s" : "");
	fputc('\n', out);
}

static int print(FILE *out, const struct comparison *c, struct why *why)
{
	size_t i;

	(void)why;
	for (i = 0; c->where && i < c->where->nr; i++) {
		if (where__is_shown(&c->where->cells[i]))
			print_line(out, &c->where->cells[i]);
	}
	return 0;
}

REPORT_FORMAT(where) = { .name = "where", .print = print };
