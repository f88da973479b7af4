// SPDX-License-Identifier: GPL-2.0-only
/* where-json.c - the key "where" of vcpuscale-compare/1. */
#include "where-json.h"

#include <math.h>

#include "compare/where.h"

static json_t *number(double value)
{
	return isfinite(value) ? json_real(fabs(value) < WHERE_EXACT ? 0 : value) : json_null();
}

static void set(json_t *object, const char *key, double value)
{
	json_object_set_new(object, key, number(value));
}

/* The contract's name of an event, and of its column in functions. */
static const struct {
	const char *name;
	enum profile_event event;
} columns[] = {
	{ "d1m", PROFILE_D1 }, { "l2m", PROFILE_L2 }, { "llm", PROFILE_LL },
	{ "i1m", PROFILE_I1 }, { "atomics", PROFILE_ATOMICS }, { "loads", PROFILE_LOADS },
	{ "stores", PROFILE_STORES }, { "cold_d1m", PROFILE_COLD_D1 },
	{ "cold_llm", PROFILE_COLD_LL },
};

static void set_counts(json_t *object, const struct profile_counts side[2])
{
	char key[40];
	size_t i;

	for (i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		snprintf(key, sizeof(key), "%s_base", columns[i].name);
		set(object, key, side[0].n[columns[i].event]);
		snprintf(key, sizeof(key), "%s_head", columns[i].name);
		set(object, key, side[1].n[columns[i].event]);
	}
}

static json_t *function_object(const struct where_function *f)
{
	json_t *object = json_object();

	json_object_set_new(object, "name", json_string(f->name));
	json_object_set_new(object, "module", json_string(f->module));
	set(object, "base", f->side[0].n[PROFILE_INSNS]);
	set(object, "head", f->side[1].n[PROFILE_INSNS]);
	set_counts(object, f->side);
	set(object, "slope_base", f->slope[0]);
	set(object, "slope_head", f->slope[1]);
	json_object_set_new(object, "line", f->line ? json_string(f->line) : json_null());
	set(object, "line_by", f->line_by);
	return object;
}

static json_t *cell_object(const struct where_cell *w)
{
	json_t *object = json_object(), *functions = json_array();
	size_t i;

	json_object_set_new(object, "bench", json_string(w->cell->bench));
	json_object_set_new(object, "vcpus", json_integer(w->cell->vcpus));
	json_object_set_new(object, "unit", json_string(w->cell->unit->name));
	set(object, "base", w->cell->change.base.value);
	set(object, "head", w->cell->change.head.value);
	set(object, "unattributed_base", w->rest[0]);
	set(object, "unattributed_head", w->rest[1]);
	set_counts(object, w->total);
	set(object, "model_base", profile_counts__model(&w->total[0]));
	set(object, "model_head", profile_counts__model(&w->total[1]));
	for (i = 0; i < w->nr; i++)
		json_array_append_new(functions, function_object(&w->functions[i]));
	json_object_set_new(object, "functions", functions);
	return object;
}

json_t *where__json(const struct comparison *c)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < c->where->nr; i++)
		json_array_append_new(array, cell_object(&c->where->cells[i]));
	return array;
}
