// SPDX-License-Identifier: GPL-2.0-only
/*
 * benchstat.c - Go benchmark text as benchstat takes it for one side
 * (https://pkg.go.dev/golang.org/x/perf/cmd/benchstat). It takes each line for a
 * replicate, each key that differs for a reason for another table, and
 * lines "Benchmark... skip" for errors.
 */
#include "cell.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "results/kind.h"

/* What two sides have in common stays a key. */
static bool is_kind(const char *key)
{
	const char * const *kind;

	for (kind = results__kind; *kind && strcmp(*kind, key); kind++)
		;
	return *kind;
}

static void put_head(FILE *out, const struct results *r)
{
	const struct note *note;
	const struct unit *unit;
	size_t i;

	for (i = 0; i < r->nr_settings; i++)
		fprintf(out, "%s%s: %s\n", is_kind(r->settings[i].key) ? "" : "# ",
			r->settings[i].key, r->settings[i].value);
	for (unit = r->units; unit < r->units + r->nr_units; unit++)
		fprintf(out, "Unit %s better=%s%s\n", unit->name, unit->higher ? "higher" : "lower",
			unit->exact ? " assume=exact" : "");
	for (note = r->notes; note < r->notes + r->nr_notes; note++) {
		fprintf(out, "# Benchmark%s", note->bench);
		if (note->vcpus)
			fprintf(out, "/vcpus=%u", note->vcpus);
		fprintf(out, " %s %s\n", note->invalid ? "invalid" : "skip", note->reason);
	}
}

static int put_cell(FILE *out, const struct results *r, const struct results_cell *cell)
{
	struct export_cell rounds;
	size_t i;
	int err = export__rounds(r, cell, &rounds);

	for (i = 0; !err && i < rounds.nr; i++)
		fprintf(out, "Benchmark%s/vcpus=%u %zu %.15g %s\n", cell->bench, cell->vcpus,
			rounds.batches[i], rounds.rounds[i].value, cell->unit);
	export__free_rounds(&rounds);
	return err;
}

static int write_benchstat(FILE *out, const struct export *e, struct why *why)
{
	const struct results *r = e->runs[0];
	size_t i;
	int err = 0;

	if (e->nr_runs > 1)
		return why__set(why, EINVAL, "benchstat: a file holds one run, not %zu: export them one by one",
				e->nr_runs);
	put_head(out, r);
	for (i = 0; !err && i < r->nr_cells; i++) {
		if (export__is_wanted(e, r, r->cells[i]))
			err = put_cell(out, r, r->cells[i]);
	}
	return err ? why__set(why, ENOMEM, "out of memory: export a smaller file") : 0;
}

EXPORT_FORMAT(benchstat) = { .name = "benchstat", .write = write_benchstat };
