// SPDX-License-Identifier: GPL-2.0-only
/* cell.c - vcpuscale cell: one cell of a comparison, for scripts. */
#include "pair.h"

#include <errno.h>
#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_UNIT = 256, KEY_MIDWAY };

/**
 * struct cell_args - which cell
 * @unit: of its numbers; NULL for any that counts
 * @midway: ratio of two known ends; 0 when not given
 */
struct cell_args {
	struct command_options shared;
	const char *unit;
	double midway;
};

static bool is_asked_for(const struct cell_args *a, const struct compare_cell *cell)
{
	const struct command_options *o = &a->shared;

	/* An invalid cell may have no unit. */
	if (a->unit ? cell->unit && strcmp(cell->unit->name, a->unit) : !compare__judged(cell))
		return false;
	return (!o->bench || !fnmatch(o->bench, cell->bench, 0)) &&
	       options__has_size(o->vcpus, cell->vcpus);
}

/* A change for the worse is what a bisection is about, whatever else got better. */
static int rank(enum stats_verdict verdict)
{
	switch (verdict) {
	case STATS_REGRESSED:
		return 4;
	case STATS_IMPROVED:
		return 3;
	case STATS_INVALID:
		return 2;
	case STATS_INCONCLUSIVE:
		return 1;
	default:
		return 0;
	}
}

static bool changed_more(const struct stats_change *a, const struct stats_change *b)
{
	if (a->verdict != b->verdict)
		return rank(a->verdict) > rank(b->verdict);
	return fabs(log(a->diff.value)) > fabs(log(b->diff.value));
}

static const struct compare_cell *choose(const struct cell_args *a, const struct comparison *c)
{
	const struct compare_cell *cell, *most = NULL;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++)
		if (is_asked_for(a, cell) && (!most || changed_more(&cell->change, &most->change)))
			most = cell;
	return most;
}

/* An empty field is a number that does not exist. */
static void print_number(const char *key, double value)
{
	printf("%s=", key);
	if (isfinite(value))
		printf("%.12g", value);
	putchar('\n');
}

/* Of two ends a factor apart, its root parts one from the other. */
static const char *side_of(const struct stats_estimate *ratio, double midway)
{
	double limit = sqrt(midway);

	if (ratio->low < limit && ratio->high < limit)
		return midway < 1 ? "head" : "base";
	if (ratio->low > limit && ratio->high > limit)
		return midway > 1 ? "head" : "base";
	return "both";
}

static void print_cell(const struct cell_args *a, const struct compare_cell *cell)
{
	const struct stats_change *change = &cell->change;

	printf("bench=%s\nvcpus=%u\nunit=%s\nexact=%s\n", cell->bench, cell->vcpus,
	       cell->unit ? cell->unit->name : "", cell->exact ? "yes" : "no");
	print_number("base", change->base.value);
	print_number("head", change->head.value);
	print_number("ratio", change->diff.value);
	print_number("low", change->diff.low);
	print_number("high", change->diff.high);
	printf("verdict=%s\nreason=%s\n", stats__verdict_name(change->verdict),
	       cell->invalid ? cell->invalid : "");
	if (isfinite(change->diff.value))
		printf("change=%+.2f %%\n", 100 * (change->diff.value - 1));
	if (a->midway)
		printf("side=%s\n", side_of(&change->diff, a->midway));
}

static int run(const void *args, struct why *why)
{
	const struct cell_args *a = args;
	const struct compare_cell *cell;
	struct pair p = { 0 };
	int err = pair__load(&p, &a->shared, why);

	if (!err) {
		cell = choose(a, p.c);
		if (cell)
			print_cell(a, cell);
		else
			err = why__set(why, EINVAL,
				       "%s and %s: no cell in common that was asked for: name others with --bench and --vcpus",
				       p.side[0]->path, p.side[1]->path);
	}
	pair__free(&p);
	return err;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct cell_args *a = p->args;
	char *end;

	switch (key) {
	case KEY_UNIT:
		a->unit = arg;
		return 0;
	case KEY_MIDWAY:
		a->midway = strtod(arg, &end);
		if (end != arg && !*end && a->midway > 0 && isfinite(a->midway))
			return 0;
		return -why__set(p->why, EINVAL,
				 "--midway=%.40s: not a ratio: write e.g. --midway=1.02", arg);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
	{ "unit", KEY_UNIT, "NAME", 0, "only cells in this unit (default: all that count)", 0 },
	{ "midway", KEY_MIDWAY, "RATIO", 0,
	  "print also to which side of the middle between 1 and RATIO the interval lies: base, head or both", 0 },
	{ 0 }
};

COMMAND(cell) = {
	.name = "cell",
	.doc = "print the cell that changed most, for scripts\vOf the cells that match, a regression comes before an improvement, then what is invalid, inconclusive, the same. Prints lines key=value; a number that does not exist is empty or left out. Exit codes: 0 there is such a cell, whatever its verdict, 2 an error or no such cell.",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR, &options__cells },
	.options = options,
	.parser = parse,
	.size = sizeof(struct cell_args),
	.run = run,
};
