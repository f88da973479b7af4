// SPDX-License-Identifier: GPL-2.0-only
/* jumps.c - functions that end in a jump to another one. */
#include "jumps.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/array.h"

#define LEAST	1e-6	/* less of an instruction is rounding */
#define TARGETS	6	/* functions that one jumps to, one after the other */
#define STEPS	20000	/* of the search for them */

/**
 * struct jumps - the search
 * @left: what each function costs with its calls, less what its callers say it does
 * @world: of the functions that are looked for
 * @chosen: @nr functions that may be jumped to
 * @steps: left of STEPS
 */
struct jumps {
	struct profile_cell *cell;
	struct profile_counts *left;
	char world;
	size_t chosen[TARGETS];
	size_t nr;
	unsigned int steps;
};

static struct profile_counts *balance(const struct profile_cell *cell)
{
	struct profile_counts *left = calloc(cell->nr_functions + 1, sizeof(*left));
	const struct profile_call *c;
	size_t f;

	for (f = 0; left && f < cell->nr_functions; f++)
		left[f] = cell->functions[f].counts;
	for (c = cell->calls; left && c < cell->calls + cell->nr_calls; c++) {
		profile_counts__add(&left[c->caller], &c->counts, 1);
		profile_counts__add(&left[c->callee], &c->counts, -1);
	}
	return left;
}

static double insns(const struct profile_counts *c)
{
	return c->n[PROFILE_INSNS];
}

/* Misses are not asked: a call that began before the window has none of some. */
static bool is_nothing(const struct profile_counts *c)
{
	return fabs(c->n[PROFILE_INSNS]) < LEAST && fabs(c->n[PROFILE_LOADS]) < LEAST &&
	       fabs(c->n[PROFILE_STORES]) < LEAST && fabs(c->n[PROFILE_BRANCHES]) < LEAST;
}

/* Choose functions from @first on that have left what is missing: few before many. */
static bool search(struct jumps *j, size_t first, const struct profile_counts *missing,
		   size_t depth)
{
	struct profile_counts rest;
	size_t f;

	if (is_nothing(missing))
		return true;
	for (f = first; depth && j->steps && f < j->cell->nr_functions; f++) {
		if (j->cell->functions[f].world != j->world || insns(&j->left[f]) < LEAST ||
		    insns(&j->left[f]) > insns(missing) + LEAST)
			continue;
		j->steps--;
		rest = *missing;
		profile_counts__add(&rest, &j->left[f], -1);
		j->chosen[j->nr++] = f;
		if (search(j, f + 1, &rest, depth - 1))
			return true;
		j->nr--;
	}
	return false;
}

static int add_jump(struct jumps *j, size_t from, size_t to)
{
	struct profile_cell *cell = j->cell;
	struct profile_call *more = array__grow(cell->calls, &cell->room_calls, cell->nr_calls,
						sizeof(*more));

	if (!more)
		return -ENOMEM;
	cell->calls = more;
	more[cell->nr_calls++] = (struct profile_call){
		.caller = from, .callee = to, .counts = j->left[to],
	};
	profile_counts__add(&j->left[from], &j->left[to], 1);
	j->left[to] = (struct profile_counts){ { 0 } };
	return 0;
}

static int connect(struct jumps *j, size_t from, size_t depth)
{
	struct profile_counts missing = { { 0 } };
	size_t i;
	int err = 0;

	if (insns(&j->left[from]) > -LEAST)
		return 0;
	profile_counts__add(&missing, &j->left[from], -1);
	j->world = j->cell->functions[from].world;
	j->nr = 0;
	j->steps = STEPS;
	if (!search(j, 0, &missing, depth))
		return 0;
	for (i = 0; !err && i < j->nr; i++)
		err = add_jump(j, from, j->chosen[i]);
	return err;
}

int jumps__connect(struct profile_cell *cell)
{
	struct jumps j = { .cell = cell, .left = balance(cell) };
	size_t from, depth;
	int err = j.left ? 0 : -ENOMEM;

	for (depth = 1; depth <= TARGETS; depth++) {
		for (from = 0; !err && from < cell->nr_functions; from++)
			err = connect(&j, from, depth);
	}
	free(j.left);
	return err;
}
