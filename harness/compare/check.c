// SPDX-License-Identifier: GPL-2.0-only
/* What may be compared, what is doubtful about it, and what is missing. */
#include "compare.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "results/kind.h"
#include "stats/family.h"

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

static int check_units(struct comparison *c, const struct results *a,
		       const struct results *b, const char *side,
		       struct why *why)
{
	const struct unit *unit, *other;
	int err = 0;

	for (unit = a->units; !err && unit < a->units + a->nr_units; unit++) {
		other = results__unit(b, unit->name);
		if (!other && unit->aside)
			continue;
		if (!other)
			err = object(c, why, "unit %.60s is only in %s",
				     unit->name, side);
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

/* Least numbers of rounds over the cells of one kind of unit. */
static void least_rounds(const struct comparison *c, bool exact, size_t *base,
			 size_t *head)
{
	const struct compare_cell *cell;

	*base = *head = -1UL;
	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->base.nr || !cell->head.nr || cell->unit->aside ||
		    cell->unit->exact != exact)
			continue;
		*base = cell->base.nr < *base ? cell->base.nr : *base;
		*head = cell->head.nr < *head ? cell->head.nr : *head;
	}
}

/* The standard error falls with the root of the rounds. */
static int warn_of_noise(struct comparison *c)
{
	const struct compare_cell *cell;
	double tolerance, wanted = 0, of = 0;
	size_t n = 0, now = 0;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->unit || cell->unit->aside || cell->unit->exact ||
		    isnan(cell->change.mde) ||
		    cell->change.verdict != STATS_INCONCLUSIVE)
			continue;
		tolerance = compare__rule(c, cell->unit).tolerance;
		n++;
		if (cell->change.mde / tolerance > wanted) {
			wanted = cell->change.mde / tolerance;
			of = tolerance;
			now = cell->base.nr < cell->head.nr ? cell->base.nr :
							      cell->head.nr;
		}
	}
	if (!(wanted > 1) || of == 0)
		return 0;
	return compare__warn(c, "%zu %s inconclusive: to see %g%% in the noisiest takes about %.0f rounds, and there are %zu",
			     n, n == 1 ? "cell is" : "cells are", of * 100,
			     ceil(now * wanted * wanted), now);
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
	least_rounds(c, true, &base, &head);
	if (!err && (base < 2 || head < 2))
		err = compare__warn(c, "one round only: whether the counts repeat is unknown");
	return err;
}

static bool absent_is(const struct compare_absent *a,
		      const struct compare_absent *b)
{
	return !strcmp(a->bench, b->bench) && a->sides == b->sides &&
	       !strcmp(a->reason ? a->reason : "", b->reason ? b->reason : "");
}

static int add_size(struct compare_absent *a, unsigned int vcpus)
{
	unsigned int *sizes;
	size_t at, i;

	for (at = a->nr_vcpus; at && a->vcpus[at - 1] >= vcpus; at--) {
		if (a->vcpus[at - 1] == vcpus)
			return 0;
	}
	sizes = array__grow(a->vcpus, &a->room_vcpus, a->nr_vcpus,
			    sizeof(*sizes));
	if (!sizes)
		return -ENOMEM;
	a->vcpus = sizes;
	for (i = a->nr_vcpus++; i > at; i--)
		sizes[i] = sizes[i - 1];
	sizes[at] = vcpus;
	return 0;
}

static int add_absent(struct comparison *c, const struct compare_absent *key,
		      unsigned int vcpus)
{
	struct compare_absent *a;
	size_t i;

	for (i = 0; i < c->nr_absents; i++) {
		if (absent_is(&c->absents[i], key))
			break;
	}
	if (i == c->nr_absents) {
		a = array__grow(c->absents, &c->room_absents, c->nr_absents,
				sizeof(*a));
		if (!a)
			return -ENOMEM;
		c->absents = a;
		a[c->nr_absents++] = *key;
	}
	return vcpus ? add_size(&c->absents[i], vcpus) : 0;
}

static bool same_reason(const struct results *r, const struct note *note)
{
	const struct note *other = results__note(r, false, note->bench,
						 note->vcpus);

	return other && !strcmp(other->reason, note->reason);
}

static int add_skipped(struct comparison *c, const struct results *r,
		       const struct results *other, unsigned int side)
{
	struct compare_absent key = { 0 };
	const struct note *note;
	int err = 0;

	for (note = r->notes; !err && note < r->notes + r->nr_notes; note++) {
		if (note->invalid)
			continue;
		key.bench = note->bench;
		key.reason = note->reason;
		key.sides = side;
		if (same_reason(other, note))
			key.sides = COMPARE_BASE | COMPARE_HEAD;
		err = add_absent(c, &key, note->vcpus);
	}
	return err;
}

static bool has_size(const struct results *r, const struct cell *cell)
{
	size_t i;

	for (i = 0; i < r->nr_cells; i++) {
		if (r->cells[i]->vcpus == cell->vcpus &&
		    !strcmp(r->cells[i]->bench, cell->bench))
			return true;
	}
	return false;
}

static int add_one_sided(struct comparison *c, const struct results *r,
			 const struct results *other, unsigned int side)
{
	struct compare_absent key = { .sides = side };
	const struct cell *cell;
	int err = 0;
	size_t i;

	for (i = 0; !err && i < r->nr_cells; i++) {
		cell = r->cells[i];
		key.bench = cell->bench;
		if (!has_size(other, cell) &&
		    !results__note(other, false, cell->bench, cell->vcpus) &&
		    !results__note(other, true, cell->bench, cell->vcpus))
			err = add_absent(c, &key, cell->vcpus);
	}
	return err;
}

static int by_bench(const void *a, const void *b)
{
	const struct compare_absent *x = a, *y = b;
	int order = strcmp(x->bench, y->bench);

	if (!order)
		order = strcmp(x->reason ? x->reason : "",
			       y->reason ? y->reason : "");
	return order ? order : (int)x->sides - (int)y->sides;
}

int compare__absents(struct comparison *c)
{
	int err = add_skipped(c, c->base, c->head, COMPARE_BASE);

	if (!err)
		err = add_skipped(c, c->head, c->base, COMPARE_HEAD);
	if (!err)
		err = add_one_sided(c, c->base, c->head, COMPARE_BASE);
	if (!err)
		err = add_one_sided(c, c->head, c->base, COMPARE_HEAD);
	if (!err && c->nr_absents)
		qsort(c->absents, c->nr_absents, sizeof(*c->absents), by_bench);
	return err;
}
