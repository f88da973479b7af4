// SPDX-License-Identifier: GPL-2.0-only
/*
 * hyperfine.c - hyperfine's JSON (https://github.com/sharkdp/hyperfine, 1.15). It
 * holds times of repetitions; a repetition is a round here.
 */
#include "cell.h"
#include "json.h"

#include <gsl/gsl_statistics.h>
#include <stdlib.h>

#include "stats/stats.h"

#define NAME	320

/* stddev of a single round does not exist. */
static json_t *deviation(const double *v, size_t n)
{
	return n > 1 ? json_real(gsl_stats_sd(v, 1, n)) : json_null();
}

static json_t *times_array(const double *v, size_t n)
{
	json_t *times = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(times, json_real(v[i]));
	return times;
}

static json_t *exit_codes(size_t n)
{
	json_t *codes = json_array();

	/* An operation whose evidence does not fit is not exported. */
	while (n--)
		json_array_append_new(codes, json_integer(0));
	return codes;
}

/*
 * CPU times of the command are unknown: null, and not a made-up number. Hyperfine's
 * scripts take a file a side, whose commands are the same, and one parameter.
 */
static json_t *result(const struct export *e, const struct results *r,
		      const struct results_cell *cell, double *v, size_t n)
{
	const char *kernel = e->nr_runs > 1 ? results__get(r, "kernel") : "";
	json_t *times = times_array(v, n);
	json_t *deviates = deviation(v, n);
	double mean = gsl_stats_mean(v, 1, n);
	double min = gsl_stats_min(v, 1, n), max = gsl_stats_max(v, 1, n);
	char command[NAME], vcpus[16];

	snprintf(command, sizeof(command), "%.60s%s%.200s/vcpus=%u", kernel,
		 *kernel ? " " : "", cell->bench, cell->vcpus);
	snprintf(vcpus, sizeof(vcpus), "%u", cell->vcpus);
	return json_pack("{s:s, s:f, s:o, s:f, s:n, s:n, s:f, s:f, s:o, s:o, s:{s:s}}",
			 "command", command, "mean", mean, "stddev", deviates,
			 "median", stats__median(v, n), "user", "system",
			 "min", min, "max", max, "times", times,
			 "exit_codes", exit_codes(n), "parameters", "vcpus", vcpus);
}

/* Seconds of each round; *n of them, to be freed. NULL: out of memory. */
static double *times_of(const struct results *r, const struct results_cell *cell,
			double ns, struct export_cell *rounds)
{
	double *v;
	size_t i;

	if (export__rounds(r, cell, rounds))
		return NULL;
	v = calloc(rounds->nr, sizeof(*v));
	for (i = 0; v && i < rounds->nr; i++)
		v[i] = rounds->rounds[i].value * ns / 1e9;
	return v;
}

static int write_hyperfine(FILE *out, const struct export *e, struct why *why)
{
	const char *unit = e->unit ? e->unit : e->runs[0]->units->name;
	json_t *results = json_array();
	struct export_cell rounds = { 0 };
	size_t i, j;
	double *v;

	for (i = 0; i < e->nr_runs; i++) {
		const struct results *r = e->runs[i];

		for (j = 0; j < r->nr_cells; j++) {
			if (!export__is_wanted(e, r, r->cells[j]))
				continue;
			v = times_of(r, r->cells[j], e->ns, &rounds);
			if (!v || json_array_append_new(results,
				result(e, r, r->cells[j], v, rounds.nr))) {
				json_decref(results);
				results = NULL;
			}
			free(v);
			export__free_rounds(&rounds);
			if (!results)
				return export__json(out, NULL, why);
		}
	}
	return export__json(out, json_pack("{s:o, s:s}", "results", results, "unit", unit), why);
}

EXPORT_FORMAT(hyperfine) = {
	.name = "hyperfine",
	.times = true,
	.write = write_hyperfine,
};
