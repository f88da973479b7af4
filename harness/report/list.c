// SPDX-License-Identifier: GPL-2.0-only
/* list.c - what is stored: one line a run. */
#include "list.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "results/store.h"

#include "results/kind.h"
#include "results/load.h"

#define FORMAT	"%-16s %-9s %-22s %-6s %-12s %6s %7s  %s\n"

static void print_run(FILE *out, const struct stored_run *run)
{
	static const struct results_store all;
	char rounds[24], samples[24];
	struct why why = { "" };
	struct results *r;

	if (results__load(run->path, true, &r, &why)) {
		fprintf(out, FORMAT, run->kernel, run->testbed, run->id,
			run->base ?: "-", "-", "-", "-", why.text);
		return;
	}
	snprintf(rounds, sizeof(rounds), "%zu", r->nr_rounds);
	snprintf(samples, sizeof(samples), "%zu", r->nr_samples);
	if (results_store__holds(&all, run, r))
		fprintf(out, FORMAT, run->kernel, run->testbed, run->id,
			results__base(r) ?: run->base ?: "-",
			report__get(r, "kernel-id"), rounds, samples,
			r->incomplete ? "incomplete" :
			r->cut ? "cut short" : "ok");
	results__free(r);
}

static int by_place(const void *a, const void *b)
{
	const struct stored_run *x = a, *y = b;
	int order = strcmp(x->base ?: "", y->base ?: "");

	if (!order)
		order = strcmp(x->kernel, y->kernel);
	if (!order)
		order = strcmp(x->testbed, y->testbed);
	return order ? order : strcmp(x->id, y->id);
}

int list__print(FILE *out, const char *dir, struct why *why)
{
	struct stored stored;
	int err = stored__list(dir, NULL, ".txt", &stored);
	size_t i;

	if (err) {
		stored__free(&stored);
		return why__set(why, -err,
				"%s: %s: measure first or use --results", dir,
				strerror(-err));
	}
	fprintf(out, FORMAT, "kernel", "testbed", "run", "base", "kernel-id",
		"rounds", "samples", "state");
	if (stored.nr)
		qsort(stored.runs, stored.nr, sizeof(*stored.runs), by_place);
	for (i = 0; i < stored.nr; i++)
		print_run(out, &stored.runs[i]);
	stored__free(&stored);
	return 0;
}
