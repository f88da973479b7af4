// SPDX-License-Identifier: GPL-2.0-only
/* csv.c - every sample, one a line. */
#include "format.h"

#include <string.h>

#include "lib/csv.h"

static void put_samples(FILE *out, const struct export *e,
			const struct results *r, const struct results_cell *cell)
{
	static const char * const keys[] = {
		"run", "kernel", "kernel-id", "kernel-base", "testbed",
		"machine",
	};
	const struct note *note = results__note(r, true, cell->bench,
						cell->vcpus);
	const char *value;
	size_t i, k;

	if (e->unit && strcmp(e->unit, cell->unit))
		return;
	for (i = 0; i < cell->nr; i++) {
		for (k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
			value = results__get(r, keys[k]);
			csv__text(out, value ? value : "");
			fputc(',', out);
		}
		csv__text(out, cell->bench);
		fprintf(out, ",%u,", cell->vcpus);
		csv__text(out, cell->unit);
		fprintf(out, ",%u,%.15g,", cell->samples[i].round,
			cell->samples[i].value);
		csv__text(out, note ? note->reason : "");
		fputc('\n', out);
	}
}

static int write_csv(FILE *out, const struct export *e, struct why *why)
{
	size_t i, j;

	(void)why;
	fputs("run,kernel,kernel_id,kernel_base,testbed,machine,bench,vcpus,unit,round,value,invalid\n",
	      out);
	for (i = 0; i < e->nr_runs; i++) {
		for (j = 0; j < e->runs[i]->nr_cells; j++)
			put_samples(out, e, e->runs[i], e->runs[i]->cells[j]);
	}
	return 0;
}

EXPORT_FORMAT(csv) = {
	.name = "csv",
	.invalid = true,
	.write = write_csv,
};
