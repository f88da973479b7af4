// SPDX-License-Identifier: GPL-2.0-only
/* check.c - what may be compared, and what is doubtful about it. */
#include "comparison.h"
#include "doubt.h"
#include "repeats.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "results/kind.h"
#include "stats/family.h"

#define MOST_ROUNDS	10000	/* that it makes sense to ask for */

/* An error without --force, a warning with it. */
static int __attribute__((format(printf, 3, 4)))
object(struct comparison *c, struct why *why, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (c->options.force)
		return compare__warn(c, "%s: compared by force", text);
	return why__set(why, EINVAL,
			"%s: compare runs of one kind or use --force", text);
}

static int check_key(struct comparison *c, const char *key, struct why *why)
{
	const char *base, *head;

	if (!results__differ(c->base, c->head, key, &base, &head))
		return 0;
	return object(c, why, "%s differs, '%.120s' in base and '%.120s' in head",
		      key, base, head);
}

static bool share_a_unit(const struct results *a, const struct results *b)
{
	const struct unit *unit;

	for (unit = a->units; unit < a->units + a->nr_units; unit++) {
		if (!unit->informational && results__unit(b, unit->name))
			return true;
	}
	return false;
}

/*
 * A run may have cells in more units than another one: those cells are left out.
 * Two runs without a common unit are of different kinds.
 */
static int lacks_unit(struct comparison *c, const struct unit *unit,
		      const char *side, struct why *why)
{
	if (share_a_unit(c->base, c->head))
		return compare__warn(c, "unit %.60s is only in %s: its cells are not compared",
				     unit->name, side);
	return object(c, why, "unit %.60s is only in %s", unit->name, side);
}

static int check_units(struct comparison *c, const struct results *a,
		       const struct results *b, const char *side,
		       struct why *why)
{
	const struct unit *unit, *other;
	int err = 0;

	for (unit = a->units; !err && unit < a->units + a->nr_units; unit++) {
		other = results__unit(b, unit->name);
		if (!other && unit->informational)
			continue;
		if (!other)
			err = lacks_unit(c, unit, side, why);
		else if (a == c->base && (unit->exact != other->exact ||
					  unit->higher != other->higher))
			err = object(c, why, "unit %.60s is declared otherwise in head than in base",
				     unit->name);
	}
	return err;
}

static int warn_of_run(struct comparison *c, const struct results *r)
{
	int err = 0;

	if (r->passed_over)
		err = compare__warn(c, "a newer run was passed over: %s",
				    r->passed_over);
	if (!err && r->incomplete)
		err = compare__warn(c, "%s is marked incomplete: compared by force",
				    r->path);
	if (!err && r->cut)
		err = compare__warn(c, "%s is cut short: compared by force",
				    r->path);
	return err;
}

int compare__check(struct comparison *c, struct why *why)
{
	const char * const *key;
	int err = 0;

	for (key = results__kind; !err && *key; key++)
		err = check_key(c, *key, why);
	if (!err)
		err = check_units(c, c->base, c->head, "base", why);
	if (!err)
		err = check_units(c, c->head, c->base, "head", why);
	if (!err)
		err = warn_of_run(c, c->base);
	if (!err)
		err = warn_of_run(c, c->head);
	return err;
}

static int warn_direction(struct comparison *c)
{
	const struct unit *unit = c->base->units;
	int err = 0;

	for (; !err && unit < c->base->units + c->base->nr_units; unit++) {
		if (!unit->directed)
			err = compare__warn(c, "unit %s has no direction: less is taken as better",
					    unit->name);
	}
	return err;
}

/* Least numbers of rounds over the cells that are judged in one way. */
static void least_rounds(const struct comparison *c, bool exact, size_t *base,
			 size_t *head)
{
	const struct compare_cell *cell;

	*base = *head = -1UL;
	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->base.nr || !cell->head.nr || cell->unit->informational ||
		    cell->exact != exact)
			continue;
		*base = cell->base.nr < *base ? cell->base.nr : *base;
		*head = cell->head.nr < *head ? cell->head.nr : *head;
	}
}

/* The standard error falls with the root of the rounds. */
static int warn_of_noise(struct comparison *c)
{
	const struct compare_cell *cell;
	const struct compare_cell *noisiest = NULL;
	char shown[TEXT_PERCENT];
	double tolerance, wanted = 0, of = 0, rounds;
	size_t n = 0, now = 0;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->unit || cell->unit->informational ||
		    isnan(cell->change.mde) || doubt__of_cell(c, cell) != DOUBT_NOISE)
			continue;
		tolerance = compare__rule(c, cell->unit).tolerance;
		n++;
		if (cell->change.mde / tolerance > wanted) {
			wanted = cell->change.mde / tolerance;
			of = tolerance;
			noisiest = cell;
			now = cell->base.nr < cell->head.nr ? cell->base.nr :
							      cell->head.nr;
		}
	}
	if (!(wanted > 1) || of == 0)
		return 0;
	rounds = ceil(now * wanted * wanted);
	if (rounds > MOST_ROUNDS)
		return compare__warn(c, "%zu %s inconclusive: no number of rounds that anybody measures shows %g%% in the noisiest, %.60s/vcpus=%u; %zu show %s",
				     n, n == 1 ? "cell is" : "cells are", of * 100,
				     noisiest->bench, noisiest->vcpus, now,
				     text__percent(shown, noisiest->change.mde));
	return compare__warn(c, "%zu %s inconclusive: to see %g%% in the noisiest takes about %.0f rounds, and there are %zu",
			     n, n == 1 ? "cell is" : "cells are", of * 100,
			     rounds, now);
}

/* Of the @n cells that are inconclusive for this reason, the one that differs most, or NULL. */
static const struct compare_cell *find_doubtful(const struct comparison *c, enum doubt doubt,
						size_t *n)
{
	const struct compare_cell *cell, *most = NULL;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (doubt__of_cell(c, cell) != doubt)
			continue;
		++*n;
		if (!most || fabs(cell->change.diff.value - 1) > fabs(most->change.diff.value - 1))
			most = cell;
	}
	return most;
}

static int warn_of_mixtures(struct comparison *c)
{
	size_t n = 0;
	const struct compare_cell *most = find_doubtful(c, DOUBT_MIXTURE, &n);

	if (!most)
		return 0;
	return compare__warn(c, "%zu %s two modes in another mixture: the median of %.60s/vcpus=%u moved by %+.2g%%, the quartiles of its batches by %+.2g%% and %+.2g%%, their ends by %+.2g%% and %+.2g%%",
			     n, n == 1 ? "cell has" : "cells have", most->bench, most->vcpus,
			     100 * (most->change.diff.value - 1),
			     100 * (compare__quartile_ratio(most, 0) - 1),
			     100 * (compare__quartile_ratio(most, 1) - 1),
			     100 * (most->head.extremes[0] / most->base.extremes[0] - 1),
			     100 * (most->head.extremes[1] / most->base.extremes[1] - 1));
}

static int warn_of_shared(struct comparison *c)
{
	size_t n = 0;
	const struct compare_cell *most = find_doubtful(c, DOUBT_SHARED, &n);

	if (!most)
		return 0;
	return compare__warn(c, "%zu %s a value that both sides have in too few rounds to say whether it repeats: %.60s/vcpus=%u is %.10g and %.10g, and batches of both are %.10g: measure three rounds",
			     n, n == 1 ? "cell has" : "cells have", most->bench, most->vcpus,
			     most->change.base.value, most->change.head.value, most->shared);
}

int compare__doubts(struct comparison *c)
{
	size_t base, head, least = stats__least_rounds(c->paired);
	int err = warn_direction(c);

	least_rounds(c, false, &base, &head);
	if (!err && (base < least || head < least))
		err = compare__warn(c, "too few rounds: p cannot go below %.2g with %zu in base and %zu in head, measure at least %zu",
				    stats__least_p(c->paired, base, head), base,
				    head, least);
	if (!err)
		err = warn_of_noise(c);
	if (!err)
		err = warn_of_mixtures(c);
	if (!err)
		err = warn_of_shared(c);
	least_rounds(c, true, &base, &head);
	if (!err && (base < 2 || head < 2))
		err = compare__warn(c, "one round only: whether the counts repeat is unknown");
	return err;
}
