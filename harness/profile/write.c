// SPDX-License-Identifier: GPL-2.0-only
/* write.c - print a run's profile as the suite keeps it. */
#include "table.h"

#include <stdbool.h>
#include <string.h>

/* Zeros at the end are left out. */
static void print_counts(FILE *out, const struct profile_counts *c)
{
	int i, last = -1;

	for (i = 0; i < PROFILE_EVENTS; i++) {
		if (c->n[i])
			last = i;
	}
	for (i = 0; i <= last; i++)
		fprintf(out, "%s%.12g", i ? " " : "", c->n[i]);
	fputc('\n', out);
}

/* A line in the file of the row before does not name it. */
static void print_function(FILE *out, const struct profile_function *f)
{
	const char *file = f->file ?: "";
	size_t i;

	fprintf(out, "f\t%c\t%s\t%s\t%s\t%u\t", f->world, f->module, f->name,
		file, f->line);
	print_counts(out, &f->counts);
	for (i = 0; i < f->nr_lines; i++) {
		bool same = !strcmp(f->lines[i].file, file);

		file = f->lines[i].file;
		fprintf(out, "l\t%s\t%u\t", same ? "" : file, f->lines[i].line);
		print_counts(out, &f->lines[i].counts);
	}
}

static void print_cell(FILE *out, const struct profile_cell *cell)
{
	size_t i;

	fprintf(out, "cell: %s/vcpus=%u\n", cell->bench, cell->vcpus);
	if (cell->round)
		fprintf(out, "round: %.12g\n", cell->round);
	fprintf(out, "ops: %.12g\nwindows: %.12g\n", cell->ops, cell->windows);
	for (i = 0; i < cell->nr_functions; i++)
		print_function(out, &cell->functions[i]);
	for (i = 0; i < cell->nr_calls; i++) {
		fprintf(out, "c\t%zu\t%zu\t%.12g\t", cell->calls[i].caller,
			cell->calls[i].callee, cell->calls[i].calls);
		print_counts(out, &cell->calls[i].counts);
	}
}

void profile__print(FILE *out, const struct profile *p)
{
	size_t i;

	fputs("vcpuscale-profile: 1\n", out);
	if (p->cache)
		fprintf(out, "cache: %s\n", p->cache);
	fputs("events:", out);
	for (i = 0; i < PROFILE_EVENTS; i++)
		fprintf(out, " %s", profile_event_names[i]);
	fputc('\n', out);
	for (i = 0; i < p->nr_cells; i++)
		print_cell(out, &p->cells[i]);
	fputs("end\n", out);
}
