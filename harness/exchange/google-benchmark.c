// SPDX-License-Identifier: GPL-2.0-only
/*
 * google-benchmark.c - Google Benchmark's JSON
 * (https://github.com/google/benchmark, docs/tools.md, 1.7). It holds times of
 * repetitions; a repetition is a round here.
 */
#include "cell.h"
#include "json.h"

#include <errno.h>
#include <string.h>

#define NAME	320

static json_t *context(const struct results *r, const char *unit)
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
 * struct google_place - where a cell stands in Google Benchmark's order
 * @index: of the benchmark
 * @instance: of the size
 */
struct google_place {
	int index;
	int instance;
};

static int add_cell(json_t *list, const struct results *r,
		       const struct results_cell *cell, struct google_place at,
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

static int write_google(FILE *out, const struct export *e, struct why *why)
{
	const struct results *r = e->runs[0];
	const char *last = NULL, *unit = e->unit ? e->unit : r->units->name;
	struct google_place at = { -1, 0 };
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
			at = (struct google_place){ at.index + 1, 0 };
		last = r->cells[i]->bench;
		if (add_cell(list, r, r->cells[i], at, e->ns)) {
			json_decref(list);
			list = NULL;
		}
	}
	if (!list)
		return export__json(out, NULL, why);
	return export__json(out, json_pack("{s:o, s:o}", "context",
				   context(r, unit), "benchmarks", list),
		    why);
}

EXPORT_FORMAT(google_benchmark) = {
	.name = "google-benchmark",
	.times = true,
	.write = write_google,
};
