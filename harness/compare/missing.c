// SPDX-License-Identifier: GPL-2.0-only
/* missing.c - sizes of a benchmark that only one side has a number for. */
#include "comparison.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

static bool missing_is(const struct compare_missing *a,
		       const struct compare_missing *b)
{
	return !strcmp(a->bench, b->bench) && a->sides == b->sides &&
	       !strcmp(a->reason ? a->reason : "", b->reason ? b->reason : "");
}

static int add_size(struct compare_missing *a, unsigned int vcpus)
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

static int add_missing(struct comparison *c, const struct compare_missing *key,
		       unsigned int vcpus)
{
	struct compare_missing *a;
	size_t i;

	for (i = 0; i < c->nr_missing; i++) {
		if (missing_is(&c->missing[i], key))
			break;
	}
	if (i == c->nr_missing) {
		a = array__grow(c->missing, &c->room_missing, c->nr_missing,
				sizeof(*a));
		if (!a)
			return -ENOMEM;
		c->missing = a;
		a[c->nr_missing++] = *key;
	}
	return vcpus ? add_size(&c->missing[i], vcpus) : 0;
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
	struct compare_missing key = { 0 };
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
		err = add_missing(c, &key, note->vcpus);
	}
	return err;
}

static bool has_size(const struct results *r, const struct results_cell *cell)
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
	struct compare_missing key = { .sides = side };
	const struct results_cell *cell;
	int err = 0;
	size_t i;

	for (i = 0; !err && i < r->nr_cells; i++) {
		cell = r->cells[i];
		key.bench = cell->bench;
		if (!has_size(other, cell) &&
		    !results__note(other, false, cell->bench, cell->vcpus) &&
		    !results__note(other, true, cell->bench, cell->vcpus))
			err = add_missing(c, &key, cell->vcpus);
	}
	return err;
}

static int by_bench(const void *a, const void *b)
{
	const struct compare_missing *x = a, *y = b;
	int order = strcmp(x->bench, y->bench);

	if (!order)
		order = strcmp(x->reason ? x->reason : "",
			       y->reason ? y->reason : "");
	return order ? order : (int)x->sides - (int)y->sides;
}

int compare__missing(struct comparison *c)
{
	int err = add_skipped(c, c->base, c->head, COMPARE_BASE);

	if (!err)
		err = add_skipped(c, c->head, c->base, COMPARE_HEAD);
	if (!err)
		err = add_one_sided(c, c->base, c->head, COMPARE_BASE);
	if (!err)
		err = add_one_sided(c, c->head, c->base, COMPARE_HEAD);
	if (!err && c->nr_missing)
		qsort(c->missing, c->nr_missing, sizeof(*c->missing), by_bench);
	return err;
}
