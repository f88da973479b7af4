// SPDX-License-Identifier: GPL-2.0-only
/* json.c - the schema vcpuscale-compare/1: docs/format.md describes it. */
#include "bytes.h"
#include "formats.h"
#include "json-stream.h"
#include "report.h"
#include "where-json.h"

#include "compare/covered.h"
#include "compare/doubt.h"
#include "compare/repeats.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>

/* JSON knows neither NaN nor infinity. */
static json_t *number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static json_t *text(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *side(const struct results *r)
{
	static const char * const keys[] = {
		"kernel", "kernel-id", "run", "kernel-release", "kernel-base",
		"kernel-config", "compiler", "machine", "cpu",
	};
	json_t *object = json_object();
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		json_object_set_new(object, keys[i],
				    text(results__get(r, keys[i])));
	bytes__set(object, r);
	json_object_set_new(object, "rounds", json_integer(r->nr_rounds));
	return object;
}

static void set_estimate(json_t *object, const char *name,
			 const struct stats_estimate *e)
{
	char key[40];

	json_object_set_new(object, name, number(e->value));
	snprintf(key, sizeof(key), "%s_low", name);
	json_object_set_new(object, key, number(e->low));
	snprintf(key, sizeof(key), "%s_high", name);
	json_object_set_new(object, key, number(e->high));
}

static void set_test(json_t *object, const struct stats_change *change)
{
	json_object_set_new(object, "p", number(change->p));
	json_object_set_new(object, "p_adjusted", number(change->p_adjusted));
	json_object_set_new(object, "mde", number(change->mde));
}

/* What is only shown has no verdict. */
static json_t *verdict(const struct compare_cell *cell, const struct stats_change *change)
{
	return text(compare__judged(cell) ? stats__verdict_name(change->verdict) : NULL);
}

/* Why a verdict is inconclusive. */
static json_t *doubt(const struct compare_cell *cell, enum doubt doubt)
{
	return text(compare__judged(cell) ? doubt__name(doubt) : NULL);
}

static json_t *cell_object(const struct comparison *c, const struct compare_cell *cell)
{
	json_t *object = json_object();

	json_object_set_new(object, "bench", text(cell->bench));
	json_object_set_new(object, "vcpus", json_integer(cell->vcpus));
	json_object_set_new(object, "unit",
			    text(cell->unit ? cell->unit->name : NULL));
	set_estimate(object, "base", &cell->change.base);
	set_estimate(object, "head", &cell->change.head);
	set_estimate(object, "ratio", &cell->change.diff);
	set_test(object, &cell->change);
	json_object_set_new(object, "n_base", json_integer(cell->base.nr));
	json_object_set_new(object, "n_head", json_integer(cell->head.nr));
	json_object_set_new(object, "verdict",
			    verdict(cell, &cell->change));
	json_object_set_new(object, "doubt", doubt(cell, doubt__of_cell(c, cell)));
	json_object_set_new(object, "exact", json_boolean(cell->exact));
	json_object_set_new(object, "floor",
			    cell->floor > 0 ? number(cell->floor) : json_null());
	json_object_set_new(object, "quartile_low", number(compare__quartile_ratio(cell, 0)));
	json_object_set_new(object, "quartile_high", number(compare__quartile_ratio(cell, 1)));
	if (cell->invalid)
		json_object_set_new(object, "reason", text(cell->invalid));
	return object;
}

/* Judged beside the slope: the cost that no vCPU adds to. */
static void set_fixed(json_t *object, const struct comparison *c, const struct compare_slope *s)
{
	const struct stats_change *fixed = &s->fixed.change;

	json_object_set_new(object, "fixed_base", number(fixed->base.value));
	json_object_set_new(object, "fixed_head", number(fixed->head.value));
	set_estimate(object, "fixed_diff", &fixed->diff);
	json_object_set_new(object, "fixed_p_adjusted", number(fixed->p_adjusted));
	json_object_set_new(object, "fixed_mde", number(fixed->mde));
	json_object_set_new(object, "fixed_verdict", verdict(s->cells, fixed));
	json_object_set_new(object, "fixed_doubt",
			    doubt(s->cells, doubt__of_part(c, s, &s->fixed)));
}

static json_t *slope_object(const struct comparison *c, const struct compare_slope *s)
{
	json_t *object = json_object();

	json_object_set_new(object, "bench", text(s->bench));
	json_object_set_new(object, "unit",
			    json_sprintf("%s/vcpu", s->unit->name));
	set_estimate(object, "base", &s->slope.change.base);
	set_estimate(object, "head", &s->slope.change.head);
	set_estimate(object, "base_fixed", &s->fixed.change.base);
	set_estimate(object, "head_fixed", &s->fixed.change.head);
	json_object_set_new(object, "base_misfit", number(s->base.misfit));
	json_object_set_new(object, "head_misfit", number(s->head.misfit));
	json_object_set_new(object, "base_p_line", number(s->base.p_line));
	json_object_set_new(object, "head_p_line", number(s->head.p_line));
	set_test(object, &s->slope.change);
	json_object_set_new(object, "n_base", json_integer(s->nr_base));
	json_object_set_new(object, "n_head", json_integer(s->nr_head));
	json_object_set_new(object, "fits", json_boolean(s->fits));
	json_object_set_new(object, "verdict", verdict(s->cells, &s->slope.change));
	json_object_set_new(object, "doubt", doubt(s->cells, doubt__of_part(c, s, &s->slope)));
	json_object_set_new(object, "from", json_integer(s->from));
	json_object_set_new(object, "to", json_integer(s->to));
	json_object_set_new(object, "exact", json_boolean(s->slope.exact));
	set_estimate(object, "slope_diff", &s->slope.change.diff);
	set_fixed(object, c, s);
	return object;
}

static json_t *missing_object(const struct compare_missing *a)
{
	json_t *object = json_object(), *sizes = json_array();
	size_t i;

	for (i = 0; i < a->nr_vcpus; i++)
		json_array_append_new(sizes, json_integer(a->vcpus[i]));
	json_object_set_new(object, "bench", text(a->bench));
	if (a->reason)
		json_object_set_new(object, "reason", text(a->reason));
	json_object_set_new(object, "side",
			    text(a->sides == COMPARE_BASE ? "base" :
				 a->sides == COMPARE_HEAD ? "head" : "both"));
	json_object_set_new(object, "vcpus", sizes);
	return object;
}

static void print_cells(struct json_stream *s, const struct comparison *c)
{
	size_t i;

	json_stream__open(s, "cells");
	for (i = 0; i < c->nr_cells; i++)
		json_stream__element(s, cell_object(c, &c->cells[i]));
	json_stream__close(s);
}

static void print_slopes(struct json_stream *s, const struct comparison *c)
{
	size_t i;

	json_stream__open(s, "slopes");
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted)
			json_stream__element(s, slope_object(c, &c->slopes[i]));
	}
	json_stream__close(s);
}

static void print_missing(struct json_stream *s, const struct comparison *c, bool skipped)
{
	size_t i;

	json_stream__open(s, skipped ? "skipped" : "one_sided");
	for (i = 0; i < c->nr_missing; i++) {
		if (!c->missing[i].reason == !skipped)
			json_stream__element(s, missing_object(&c->missing[i]));
	}
	json_stream__close(s);
}

static json_t *warnings_array(const struct comparison *c)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < c->nr_warnings; i++)
		json_array_append_new(array, text(c->warnings[i]));
	return array;
}

static json_t *noise_object(const struct compare_noise *n)
{
	if (!n)
		return json_null();
	return json_pack("{s:s s:s s:i s:i s:f s:s s:f s:s}", "run", n->run,
			 "kernel", n->kernel, "divisions", (int)n->divisions,
			 "alarms", (int)n->alarms, "floor", n->floor,
			 "floor_cell", n->floor_cell, "mde", n->mde,
			 "mde_cell", n->mde_cell);
}

/* Which functions have other code, and which of them were executed. */
static void print_covered(struct json_stream *s, const struct compare_covered *covered)
{
	const struct code_function *f;
	size_t i;

	json_stream__open(s, "changed");
	for (i = 0; i < covered->code.nr; i++) {
		f = &covered->code.at[i];
		json_stream__element(s, json_pack("{s:s s:s s:b}", "name", f->name, "module",
						  f->module, "executed", (int)covered->executed[i]));
	}
	json_stream__close(s);
	json_stream__member(s, "image_changed", json_boolean(covered->code.image));
}

static int print(FILE *out, const struct comparison *c, struct why *why)
{
	struct json_stream s = { .out = out };

	json_stream__member(&s, "schema", text("vcpuscale-compare/1"));
	json_stream__member(&s, "testbed", text(results__get(c->base, "testbed")));
	json_stream__member(&s, "base", side(c->base));
	json_stream__member(&s, "head", side(c->head));
	print_cells(&s, c);
	print_slopes(&s, c);
	print_missing(&s, c, true);
	print_missing(&s, c, false);
	json_stream__member(&s, "warnings", warnings_array(c));
	json_stream__member(&s, "noise", noise_object(c->options.noise));
	if (c->where)
		json_stream__member(&s, "where", where__json(c));
	if (c->covered)
		print_covered(&s, c->covered);
	json_stream__member(&s, "verdict", text(stats__verdict_name(c->verdict)));
	if (json_stream__end(&s) && !ferror(out))
		return why__set(why, ENOMEM, "out of memory: compare smaller files");
	return 0;
}

REPORT_FORMAT(json) = { .name = "json", .print = print };
