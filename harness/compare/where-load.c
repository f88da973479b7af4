// SPDX-License-Identifier: GPL-2.0-only
/*
 * where-load.c - read the profiles beside two runs, and give the runs cells in the units
 * that profiles count.
 */
#include "where.h"

#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "profile/table.h"
#include "results/build.h"

/* As they are in results; each is exact, and none decides a verdict. */
static const struct {
	const char *name;
	enum profile_event event;
} units[] = {
	{ "D1-misses/op", PROFILE_D1 }, { "LL-misses/op", PROFILE_LL },
	{ "atomics/op", PROFILE_ATOMICS },
};

#define UNITS	(sizeof(units) / sizeof(*units))

static bool is_measured(const struct results *r, const struct profile_cell *cell)
{
	size_t i;

	for (i = 0; i < r->nr_cells; i++) {
		if (r->cells[i]->vcpus == cell->vcpus && !strcmp(r->cells[i]->bench, cell->bench))
			return true;
	}
	return false;
}

/* Cells that are there already count: somebody has measured them. */
static int add_sample(struct results *r, const struct profile_cell *cell, const char *name,
		      double value)
{
	const struct results_cell key = {
		.bench = cell->bench, .vcpus = cell->vcpus, .unit = (char *)name,
	};
	const struct sample sample = { value, 1 };
	struct results_cell *to;
	void *index = NULL;
	size_t i;

	for (i = 0; i < r->nr_cells; i++) {
		if (!results_cell__compare(r->cells[i], &key))
			return 0;
	}
	to = results__cell(r, &index, &key);
	while (index)
		tdelete(*(void **)index, &index, (int (*)(const void *, const void *))
			results_cell__compare);
	return to ? results__add_sample(to, &sample) : -ENOMEM;
}

static int by_cell(const void *a, const void *b)
{
	const struct results_cell * const *x = a, * const *y = b;

	return results_cell__compare(*x, *y);
}

static int add_units(struct results *r, const struct profile *p)
{
	struct unit *unit;
	size_t i, j;
	int err = 0;

	for (i = 0; i < UNITS; i++) {
		if (results__unit(r, units[i].name))
			continue;
		unit = results__add_unit(r, units[i].name);
		if (!unit)
			return -ENOMEM;
		unit->exact = unit->directed = unit->informational = true;
	}
	for (i = 0; i < p->nr_cells; i++) {
		struct profile_counts total = profile_cell__total(&p->cells[i]);

		for (j = 0; !err && j < UNITS && is_measured(r, &p->cells[i]); j++)
			err = add_sample(r, &p->cells[i], units[j].name,
					 total.n[units[j].event]);
	}
	qsort(r->cells, r->nr_cells, sizeof(*r->cells), by_cell);
	return err;
}

/* 0 where there is none, or one that is broken. */
static int load(const struct results *r, struct profile **out, struct why *broken)
{
	char path[PROFILE_PATH + sizeof(PROFILE_TABLE) + 1], dir[PROFILE_PATH];
	int err;

	snprintf(path, sizeof(path), "%s/" PROFILE_TABLE, profile__dir(dir, r->path));
	err = profile__load(path, out, broken);
	return err == -ENOMEM ? err : 0;
}

int where__load(struct results *side[2], struct compare_where **out)
{
	struct compare_where *w = calloc(1, sizeof(*w));
	int i, err = 0;

	*out = w;
	if (!w)
		return -ENOMEM;
	for (i = 0; !err && i < 2; i++)
		err = load(side[i], &w->profile[i], &w->broken[i]);
	for (i = 0; !err && w->profile[0] && w->profile[1] && i < 2; i++)
		err = add_units(side[i], w->profile[i]);
	return err;
}

bool where__tells(const struct comparison *c, const struct compare_cell *cell)
{
	size_t i;

	if (!c->where || !cell->unit || !cell->unit->informational)
		return false;
	for (i = 0; i < UNITS; i++) {
		if (!strcmp(cell->unit->name, units[i].name))
			return true;
	}
	return false;
}
