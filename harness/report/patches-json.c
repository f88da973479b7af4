// SPDX-License-Identifier: GPL-2.0-only
/* patches-json.c - the schema vcpuscale-series/1: docs/series.md describes it. */
#include "patches.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>

#include "report.h"

static const char *const states[] = {
	[PATCH_MEASURED] = "measured", [PATCH_SAME] = "same",
	[PATCH_UNBUILT] = "unbuilt", [PATCH_INVALID] = "invalid",
};

/* JSON has no NaN. */
static json_t *number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static void set_change(json_t *object, const struct patch_change *c)
{
	json_object_set_new(object, "value", number(c->value));
	json_object_set_new(object, "by_itself", number(c->by));
	json_object_set_new(object, "cumulative", number(c->sum));
	json_object_set_new(object, "verdict", isnan(c->by) ? json_null() :
			    json_string(stats__verdict_name(c->by_verdict)));
	json_object_set_new(object, "cumulative_verdict", isnan(c->sum) ? json_null() :
			    json_string(stats__verdict_name(c->sum_verdict)));
}

static json_t *cells_of(const struct patches *p, const struct patch_track *t)
{
	json_t *cells = json_array(), *cell;
	size_t i;

	for (i = 0; i < p->nr_sizes; i++) {
		cell = json_object();
		json_object_set_new(cell, "vcpus", json_integer(p->sizes[i]));
		set_change(cell, &t->cells[i]);
		json_array_append_new(cells, cell);
	}
	return cells;
}

static json_t *benches_of(const struct patches *p, size_t row)
{
	json_t *benches = json_array(), *bench, *slope;
	const struct patch_track *t;
	size_t i;

	for (i = 0; i < p->nr_benches; i++) {
		t = patches__track(p, row, i);
		bench = json_object();
		slope = json_object();
		set_change(slope, &t->slope);
		json_object_set_new(bench, "bench", json_string(p->benches[i]->bench));
		json_object_set_new(bench, "unit", json_string(p->benches[i]->unit));
		json_object_set_new(bench, "against", json_integer(t->against));
		json_object_set_new(bench, "slope", slope);
		json_object_set_new(bench, "cells", cells_of(p, t));
		if (t->invalid)
			json_object_set_new(bench, "invalid", json_string(t->invalid));
		json_array_append_new(benches, bench);
	}
	return benches;
}

static json_t *row_object(const struct patches *p, size_t row)
{
	const struct patch_row *r = &p->rows[row];
	json_t *object = json_object();

	json_object_set_new(object, "patch", json_integer(row));
	json_object_set_new(object, "subject", json_string(r->subject));
	json_object_set_new(object, "state", json_string(states[r->state]));
	if (*r->reason)
		json_object_set_new(object, "reason", json_string(r->reason));
	if (!r->results)
		return object;
	json_object_set_new(object, "kernel-id", json_string(report__get(r->results, "kernel-id")));
	json_object_set_new(object, "run", json_string(report__get(r->results, "run")));
	json_object_set_new(object, "verdict", json_string(stats__verdict_name(patches__verdict(p, row))));
	json_object_set_new(object, "benchmarks", benches_of(p, row));
	return object;
}

int patches__print_json(FILE *out, const struct patches *p, struct why *why)
{
	static const char *const keys[] = {
		"kernel-base", "kernel-source", "kernel-config", "kernel-release", "compiler",
		"machine", "testbed",
	};
	json_t *root = json_object(), *rows = json_array();
	size_t i;
	int err;

	json_object_set_new(root, "schema", json_string("vcpuscale-series/1"));
	json_object_set_new(root, "kernel", json_string(p->name));
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		json_object_set_new(root, keys[i], json_string(report__get(p->rows[0].results, keys[i])));
	if (p->command)
		json_object_set_new(root, "command", json_string(p->command));
	for (i = 0; i < p->nr; i++)
		json_array_append_new(rows, row_object(p, i));
	json_object_set_new(root, "rows", rows);
	err = json_object_set_new(root, "verdict", json_string(stats__verdict_name(p->verdict)));
	if (!err)
		err = json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
	fputc('\n', out);
	json_decref(root);
	if (err && !ferror(out))
		return why__set(why, ENOMEM, "out of memory: try again");
	return 0;
}
