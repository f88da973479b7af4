// SPDX-License-Identifier: GPL-2.0-only
/* Which format gets what. The formats are in the other files. */
#include "exchange.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "results/reduce.h"
#include "stats/stats.h"

const char export__formats[] =
	"hyperfine, google-benchmark, csv, otava or otava-config";

enum export_format export__format(const char *name)
{
	static const char * const names[] = {
		[EXPORT_HYPERFINE] = "hyperfine",
		[EXPORT_GOOGLE_BENCHMARK] = "google-benchmark",
		[EXPORT_CSV] = "csv", [EXPORT_OTAVA] = "otava",
		[EXPORT_OTAVA_CONFIG] = "otava-config",
	};
	size_t i;

	for (i = EXPORT_HYPERFINE; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(names[i], name))
			return i;
	}
	return EXPORT_NONE;
}

bool export__is_wanted(const struct export *e, const struct results *r,
		       const struct cell *cell)
{
	return (!e->unit || !strcmp(e->unit, cell->unit)) &&
	       !results__note(r, true, cell->bench, cell->vcpus);
}

int export__rounds(const struct results *r, const struct cell *cell,
		   struct export_cell *out)
{
	const struct unit *unit = results__unit(r, cell->unit);
	double *scratch = calloc(cell->nr, sizeof(*scratch));
	size_t i, j;

	*out = (struct export_cell){
		.rounds = calloc(cell->nr, sizeof(*out->rounds)),
		.batches = calloc(cell->nr, sizeof(*out->batches)),
	};
	if (scratch && out->rounds && out->batches)
		out->nr = results__by_round(cell->samples, cell->nr, unit->exact,
					    scratch, out->rounds);
	free(scratch);
	for (i = 0, j = 0; i < out->nr; i++) {
		for (; j < cell->nr &&
		     cell->samples[j].round == out->rounds[i].round; j++)
			out->batches[i]++;
	}
	if (out->nr)
		return 0;
	export__free_rounds(out);
	return -ENOMEM;
}

void export__free_rounds(struct export_cell *c)
{
	free(c->rounds);
	free(c->batches);
	*c = (struct export_cell){ 0 };
}

double export__value(const struct results *r, const struct cell *cell)
{
	const struct unit *unit = results__unit(r, cell->unit);
	struct export_cell rounds;
	double *v, value = NAN;
	size_t i;

	if (export__rounds(r, cell, &rounds))
		return NAN;
	v = calloc(rounds.nr, sizeof(*v));
	for (i = 0; v && i < rounds.nr; i++)
		v[i] = rounds.rounds[i].value;
	if (v)
		value = unit->exact ? stats__mode_or_median(v, rounds.nr) :
				      stats__median(v, rounds.nr);
	free(v);
	export__free_rounds(&rounds);
	return value;
}

const char *export__date(char *buf, size_t size, const struct results *r,
			 const char *format)
{
	const char *run = results__get(r, "run");
	struct tm tm = { 0 };

	if (!run || !strptime(run, "%Y%m%dT%H%M%SZ", &tm) ||
	    !strftime(buf, size, format, &tm))
		return NULL;
	return buf;
}

/* Nanoseconds of one, or 0 where it is no time. */
static double ns_of(const char *unit)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {
		{ "s/op", 1e9 }, { "sec/op", 1e9 }, { "ms/op", 1e6 },
		{ "us/op", 1e3 }, { "ns/op", 1 },
		/* The clock of the emulated machine: an instruction is 1 ns. */
		{ "insns/op", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!strcmp(units[i].name, unit))
			return units[i].ns;
	}
	return 0;
}

/* These formats know times only, and not of what: one unit, and a time. */
static int one_time(const struct export *e, double *ns, struct why *why)
{
	const char *unit = e->unit;
	const struct results *r;
	size_t i, j;

	for (i = 0; i < e->nr_runs; i++) {
		r = e->runs[i];
		for (j = 0; !e->unit && j < r->nr_cells; j++) {
			if (!unit)
				unit = r->cells[j]->unit;
			if (strcmp(unit, r->cells[j]->unit))
				return why__set(why, EINVAL,
						"%s: units are mixed, %s and %s: choose one with --unit",
						r->path, unit,
						r->cells[j]->unit);
		}
	}
	*ns = unit ? ns_of(unit) : 0;
	if (!(*ns > 0))
		return why__set(why, EINVAL,
				"%s is no time: this format holds times, use csv or otava",
				unit);
	return 0;
}

/* Empty output would look like an empty run. */
static int check_run(const struct export *e, const struct results *r,
		     struct why *why)
{
	size_t i, invalid = 0;

	for (i = 0; i < r->nr_cells; i++) {
		if (export__is_wanted(e, r, r->cells[i]))
			return 0;
		invalid += !!results__note(r, true, r->cells[i]->bench,
					   r->cells[i]->vcpus);
	}
	if (r->nr_cells && !invalid)
		return why__set(why, EINVAL,
				"%s: no sample in %s: its first unit is %s",
				r->path, e->unit, r->cells[0]->unit);
	return why__set(why, EINVAL, "%s: no valid sample: measure again",
			r->path);
}

static void say_left_out(const struct export *e)
{
	const struct results *r;
	size_t i, j;

	for (i = 0; i < e->nr_runs; i++) {
		r = e->runs[i];
		for (j = 0; j < r->nr_cells; j++) {
			if (results__note(r, true, r->cells[j]->bench,
					  r->cells[j]->vcpus))
				fprintf(stderr, "vcpuscale: %s: %s/vcpus=%u is invalid: left out\n",
					r->path, r->cells[j]->bench,
					r->cells[j]->vcpus);
		}
	}
}

int export__write(FILE *out, const struct export *e, struct why *why)
{
	double ns = 0;
	size_t i;
	int err = 0;

	for (i = 0; !err && i < e->nr_runs; i++)
		err = check_run(e, e->runs[i], why);
	if (!err && (e->format == EXPORT_HYPERFINE ||
		     e->format == EXPORT_GOOGLE_BENCHMARK))
		err = one_time(e, &ns, why);
	if (err)
		return err;
	/* csv has a column for it. */
	if (e->format != EXPORT_CSV)
		say_left_out(e);
	switch (e->format) {
	case EXPORT_HYPERFINE:
		return export__hyperfine(out, e, ns, why);
	case EXPORT_GOOGLE_BENCHMARK:
		return export__google_benchmark(out, e, ns, why);
	case EXPORT_CSV:
		export__csv(out, e);
		return 0;
	default:
		return export__otava(out, e, why);
	}
}
