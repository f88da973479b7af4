// SPDX-License-Identifier: GPL-2.0-only
/* missing.c - sizes of a benchmark that only one side has a number for. */
#include "comparison.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"


/**
 * struct missing_list - every missing size by itself, before they are put together
 * @sizes: each has the key of a struct compare_missing, and @vcpus
 */
struct missing_list {
	struct missing_size {
		struct compare_missing key;
		unsigned int vcpus;
	} *sizes;
	size_t nr;
	size_t room;
};

static int add_missing(struct missing_list *l, const struct compare_missing *key,
		       unsigned int vcpus)
{
	struct missing_size *sizes = array__grow(l->sizes, &l->room, l->nr,
						 sizeof(*sizes));

	if (!sizes)
		return -ENOMEM;
	l->sizes = sizes;
	sizes[l->nr++] = (struct missing_size){ *key, vcpus };
	return 0;
}

static bool same_reason(const struct results *r, const struct note *note)
{
	const struct note *other = results__note(r, false, note->bench,
						 note->vcpus);

	return other && !strcmp(other->reason, note->reason);
}

static int add_skipped(struct missing_list *l, const struct results *r,
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
		err = add_missing(l, &key, note->vcpus);
	}
	return err;
}

static int by_size(const void *a, const void *b)
{
	const struct results_cell * const *x = a, * const *y = b;
	int order = strcmp((*x)->bench, (*y)->bench);

	return order ? order : ((*x)->vcpus > (*y)->vcpus) - ((*x)->vcpus < (*y)->vcpus);
}

/* A file's cells in the order of by_size(), to be freed; NULL: out of memory. */
static const struct results_cell **sort_sizes(const struct results *r)
{
	const struct results_cell **cells = calloc(r->nr_cells + 1, sizeof(*cells));
	size_t i;

	for (i = 0; cells && i < r->nr_cells; i++)
		cells[i] = r->cells[i];
	if (cells)
		qsort(cells, r->nr_cells, sizeof(*cells), by_size);
	return cells;
}

static int add_one_sided(struct missing_list *l, const struct results *r,
			 const struct results *other, unsigned int side)
{
	const struct results_cell **sizes = sort_sizes(other), *cell;
	struct compare_missing key = { .sides = side };
	int err = sizes ? 0 : -ENOMEM;
	size_t i;

	for (i = 0; !err && i < r->nr_cells; i++) {
		cell = r->cells[i];
		key.bench = cell->bench;
		if (!bsearch(&cell, sizes, other->nr_cells, sizeof(*sizes), by_size) &&
		    !results__note(other, false, cell->bench, cell->vcpus) &&
		    !results__note(other, true, cell->bench, cell->vcpus))
			err = add_missing(l, &key, cell->vcpus);
	}
	free(sizes);
	return err;
}

/* By all that makes one of them, then by size. */
static int by_key(const struct compare_missing *x, const struct compare_missing *y)
{
	int order = strcmp(x->bench, y->bench);

	if (!order)
		order = strcmp(x->reason ? x->reason : "",
			       y->reason ? y->reason : "");
	return order ? order : (int)x->sides - (int)y->sides;
}

static int by_key_and_size(const void *a, const void *b)
{
	const struct missing_size *x = a, *y = b;
	int order = by_key(&x->key, &y->key);

	return order ? order : (x->vcpus > y->vcpus) - (x->vcpus < y->vcpus);
}

static int add_size(struct compare_missing *a, unsigned int vcpus)
{
	unsigned int *sizes;

	if (!vcpus || (a->nr_vcpus && a->vcpus[a->nr_vcpus - 1] == vcpus))
		return 0;
	sizes = array__grow(a->vcpus, &a->room_vcpus, a->nr_vcpus, sizeof(*sizes));
	if (!sizes)
		return -ENOMEM;
	a->vcpus = sizes;
	sizes[a->nr_vcpus++] = vcpus;
	return 0;
}

/* What differs in nothing but size is one. */
static int put_together(struct comparison *c, const struct missing_list *l)
{
	const struct missing_size *size;
	struct compare_missing *a;
	int err = 0;

	for (size = l->sizes; !err && size < l->sizes + l->nr; size++) {
		a = c->missing + c->nr_missing - 1;
		if (!c->nr_missing || by_key(a, &size->key)) {
			a = array__grow(c->missing, &c->room_missing,
					c->nr_missing, sizeof(*a));
			if (!a)
				return -ENOMEM;
			c->missing = a;
			a += c->nr_missing++;
			*a = size->key;
		}
		err = add_size(a, size->vcpus);
	}
	return err;
}

int compare__missing(struct comparison *c)
{
	struct missing_list l = { 0 };
	int err = add_skipped(&l, c->base, c->head, COMPARE_BASE);

	if (!err)
		err = add_skipped(&l, c->head, c->base, COMPARE_HEAD);
	if (!err)
		err = add_one_sided(&l, c->base, c->head, COMPARE_BASE);
	if (!err)
		err = add_one_sided(&l, c->head, c->base, COMPARE_HEAD);
	if (!err && l.nr)
		qsort(l.sizes, l.nr, sizeof(*l.sizes), by_key_and_size);
	if (!err)
		err = put_together(c, &l);
	free(l.sizes);
	return err;
}
