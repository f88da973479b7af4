// SPDX-License-Identifier: GPL-2.0-only
/*
 * hyperfine's JSON (https://github.com/sharkdp/hyperfine, 1.15) and Google
 * Benchmark's (https://github.com/google/benchmark, docs/tools.md, 1.7). Both
 * hold times of repetitions; a repetition is a round here.
 */
#include "exchange.h"

#include <errno.h>
#include <gsl/gsl_statistics.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

#define NAME	320

/* Takes @root over, also when it is NULL for lack of memory. */
static int dump(FILE *out, json_t *root, struct why *why)
{
	int err = !root || json_dumpf(root, out, JSON_INDENT(2) |
				      JSON_PRESERVE_ORDER);

	json_decref(root);
	if (err && !ferror(out))
		return why__set(why, ENOMEM, "out of memory: export fewer runs");
	if (!err)
		fputc('\n', out);
	return 0;
}

/* stddev of a single round does not exist. */
static json_t *deviation(const double *v, size_t n)
{
	return n > 1 ? json_real(gsl_stats_sd(v, 1, n)) : json_null();
}

static json_t *hyperfine_times(const double *v, size_t n)
{
	json_t *times = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(times, json_real(v[i]));
	return times;
}

static json_t *hyperfine_codes(size_t n)
{
	json_t *codes = json_array();

	/* An operation whose evidence does not fit is not exported. */
	while (n--)
		json_array_append_new(codes, json_integer(0));
	return codes;
}

/* CPU times of the command are unknown: null, and not a made-up number. */
static json_t *hyperfine_result(const struct results *r,
				const struct cell *cell, double *v, size_t n)
{
	const char *kernel = results__get(r, "kernel");
	json_t *times = hyperfine_times(v, n);
	json_t *deviates = deviation(v, n);
	double mean = gsl_stats_mean(v, 1, n);
	double min = gsl_stats_min(v, 1, n), max = gsl_stats_max(v, 1, n);
	char command[NAME], vcpus[16];

	snprintf(command, sizeof(command), "%.60s %.200s/vcpus=%u", kernel,
		 cell->bench, cell->vcpus);
	snprintf(vcpus, sizeof(vcpus), "%u", cell->vcpus);
	return json_pack("{s:s, s:f, s:o, s:f, s:n, s:n, s:f, s:f, s:o, s:o, s:{s:s, s:s, s:s, s:s}}",
			 "command", command, "mean", mean, "stddev", deviates,
			 "median", stats__median(v, n), "user", "system",
			 "min", min, "max", max, "times", times,
			 "exit_codes", hyperfine_codes(n), "parameters",
			 "kernel", kernel, "bench", cell->bench, "vcpus", vcpus,
			 "unit", cell->unit);
}

/* Seconds of each round; *n of them, to be freed. NULL: out of memory. */
static double *times_of(const struct results *r, const struct cell *cell,
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

int export__hyperfine(FILE *out, const struct export *e, double ns,
		      struct why *why)
{
	json_t *results = json_array();
	struct export_cell rounds = { 0 };
	size_t i, j;
	double *v;

	for (i = 0; i < e->nr_runs; i++) {
		const struct results *r = e->runs[i];

		for (j = 0; j < r->nr_cells; j++) {
			if (!export__is_wanted(e, r, r->cells[j]))
				continue;
			v = times_of(r, r->cells[j], ns, &rounds);
			if (!v || json_array_append_new(results,
				hyperfine_result(r, r->cells[j], v, rounds.nr))) {
				json_decref(results);
				results = NULL;
			}
			free(v);
			export__free_rounds(&rounds);
			if (!results)
				return dump(out, NULL, why);
		}
	}
	return dump(out, json_pack("{s:o}", "results", results), why);
}

static json_t *google_context(const struct results *r, const char *unit)
{
	static const char * const keys[] = {
		"run", "kernel", "kernel-id", "kernel-release", "kernel-base",
		"kernel-config", "testbed", "machine", "cpu", "compiler",
	};
	json_t *context = json_object();
	char date[40];
	size_t i;

	if (export__date(date, sizeof(date), r, "%Y-%m-%dT%H:%M:%S+00:00"))
		json_object_set_new(context, "date", json_string(date));
	json_object_set_new(context, "executable", json_string("vcpuscale-run"));
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (results__get(r, keys[i]))
			json_object_set_new(context, keys[i],
				json_string(results__get(r, keys[i])));
	}
	json_object_set_new(context, "unit", json_string(unit));
	return context;
}

/**
 * struct family - where a cell stands in Google Benchmark's order
 * @index: of the benchmark
 * @instance: of the size
 */
struct family {
	int index;
	int instance;
};

static int google_cell(json_t *list, const struct results *r,
		       const struct cell *cell, struct family at,
		       double ns)
{
	struct export_cell rounds;
	char name[NAME];
	double cost;
	size_t i;
	int err = export__rounds(r, cell, &rounds);

	snprintf(name, sizeof(name), "%.200s/vcpus=%u", cell->bench, cell->vcpus);
	for (i = 0; !err && i < rounds.nr; i++) {
		cost = rounds.rounds[i].value * ns;
		err = json_array_append_new(list, json_pack(
			"{s:s, s:i, s:i, s:s, s:s, s:i, s:i, s:i, s:I, s:f, s:f, s:s}",
			"name", name, "family_index", at.index,
			"per_family_instance_index", at.instance,
			"run_name", name, "run_type", "iteration",
			"repetitions", (int)rounds.nr,
			"repetition_index", (int)i, "threads", 1,
			"iterations", (json_int_t)rounds.batches[i],
			"real_time", cost, "cpu_time", cost, "time_unit", "ns"));
	}
	export__free_rounds(&rounds);
	return err;
}

int export__google_benchmark(FILE *out, const struct export *e, double ns,
			     struct why *why)
{
	const struct results *r = e->runs[0];
	const char *last = NULL, *unit = e->unit ? e->unit : r->units->name;
	struct family at = { -1, 0 };
	json_t *list = json_array();
	size_t i;

	if (e->nr_runs > 1) {
		json_decref(list);
		return why__set(why, EINVAL,
				"google-benchmark: a file holds one run, not %zu: export them one by one",
				e->nr_runs);
	}
	for (i = 0; list && i < r->nr_cells; i++) {
		if (!export__is_wanted(e, r, r->cells[i]))
			continue;
		at.instance++;
		if (!last || strcmp(last, r->cells[i]->bench))
			at = (struct family){ at.index + 1, 0 };
		last = r->cells[i]->bench;
		if (google_cell(list, r, r->cells[i], at, ns)) {
			json_decref(list);
			list = NULL;
		}
	}
	if (!list)
		return dump(out, NULL, why);
	return dump(out, json_pack("{s:o, s:o}", "context",
				   google_context(r, unit), "benchmarks", list),
		    why);
}
