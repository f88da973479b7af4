// SPDX-License-Identifier: GPL-2.0-only
/* patches.c - a series, patch by patch: which of them costs or gains what. */
#include "patches.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "lib/array.h"

static const struct patch_change no_change = {
	NAN, NAN, NAN, NAN, STATS_SAME, STATS_SAME,
};

static struct patch_track *track_of(const struct patches *p, size_t row, size_t bench)
{
	return &p->tracks[row * p->nr_benches + bench];
}

const struct patch_track *patches__track(const struct patches *p, size_t row, size_t bench)
{
	return track_of(p, row, bench);
}

static bool is_of(const struct results_cell *bench, const char *name, const char *unit)
{
	return !strcmp(bench->bench, name) && !strcmp(bench->unit, unit);
}

static int add_bench(struct patches *p, const struct results_cell *cell)
{
	const struct results_cell **more;
	size_t i;

	for (i = 0; i < p->nr_benches; i++)
		if (is_of(p->benches[i], cell->bench, cell->unit))
			return 0;
	more = array__grow(p->benches, &p->room_benches, p->nr_benches, sizeof(*more));
	if (!more)
		return -ENOMEM;
	p->benches = more;
	p->benches[p->nr_benches++] = cell;
	return 0;
}

static int add_size(struct patches *p, unsigned int vcpus)
{
	unsigned int *more;
	size_t i;

	for (i = 0; i < p->nr_sizes; i++)
		if (p->sizes[i] == vcpus)
			return 0;
	more = array__grow(p->sizes, &p->room_sizes, p->nr_sizes, sizeof(*more));
	if (!more)
		return -ENOMEM;
	p->sizes = more;
	p->sizes[p->nr_sizes++] = vcpus;
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct results_cell * const *x = a, * const *y = b;

	return results_cell__compare(*x, *y);
}

static int by_number(const void *a, const void *b)
{
	const unsigned int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A benchmark that only some patches make possible is one, too. */
static int collect(struct patches *p, struct why *why)
{
	const struct results *r;
	const struct unit *unit;
	size_t row, i;
	int err = 0;

	for (row = 0; row < p->nr; row++) {
		r = p->rows[row].results;
		for (i = 0; r && !err && i < r->nr_cells; i++) {
			unit = results__unit(r, r->cells[i]->unit);
			if (!unit || !unit->exact || unit->informational)
				continue;
			err = add_bench(p, r->cells[i]);
			if (!err)
				err = add_size(p, r->cells[i]->vcpus);
		}
	}
	if (err)
		return why__set(why, ENOMEM, "out of memory: try again");
	if (!p->nr_benches)
		return why__set(why, EINVAL, "no counts that repeat: measure a benchmark of instructions");
	qsort(p->benches, p->nr_benches, sizeof(*p->benches), by_name);
	qsort(p->sizes, p->nr_sizes, sizeof(*p->sizes), by_number);
	return 0;
}

static int make_tracks(struct patches *p)
{
	size_t i, j, n = p->nr * p->nr_benches;

	p->tracks = calloc(n, sizeof(*p->tracks));
	for (i = 0; p->tracks && i < n; i++) {
		p->tracks[i].slope = no_change;
		p->tracks[i].cells = calloc(p->nr_sizes, sizeof(*p->tracks[i].cells));
		if (!p->tracks[i].cells)
			return -ENOMEM;
		for (j = 0; j < p->nr_sizes; j++)
			p->tracks[i].cells[j] = no_change;
	}
	return p->tracks ? 0 : -ENOMEM;
}

/* A note on a cell names no unit: it counts for all units of the benchmark. */
static void find_invalid(const struct results *r, const char *bench, struct patch_track *t)
{
	const struct note *note;

	for (note = r->notes; note < r->notes + r->nr_notes; note++) {
		if (!note->invalid || strcmp(note->bench, bench))
			continue;
		if (!t->nr_invalid++) {
			t->invalid = note->reason;
			t->invalid_vcpus = note->vcpus;
		}
	}
}

static void take(struct patch_change *to, const struct stats_change *change, bool is_cell,
		 bool is_sum)
{
	double diff = change->head.value - change->base.value;

	to->value = change->head.value;
	if (is_sum) {
		to->sum = diff;
		to->sum_verdict = change->verdict;
	} else {
		to->by = diff;
		to->by_verdict = change->verdict;
		to->ratio = is_cell ? change->diff.value : NAN;
	}
}

/* Both sides of @c have numbers there. A slope is one only where a line fits. */
static void take_track(const struct patches *p, const struct comparison *c, size_t bench,
		       bool is_sum, struct patch_track *t)
{
	const struct results_cell *b = p->benches[bench];
	const struct compare_slope *s;
	const struct compare_cell *cell;
	const unsigned int *size;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++)
		if (s->fits && !s->part && is_of(b, s->bench, s->unit->name))
			take(&t->slope, &s->slope.change, false, is_sum);
	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->unit || cell->invalid || !is_of(b, cell->bench, cell->unit->name) ||
		    isnan(cell->change.head.value) || isnan(cell->change.base.value))
			continue;
		size = bsearch(&cell->vcpus, p->sizes, p->nr_sizes, sizeof(*size), by_number);
		take(&t->cells[size - p->sizes], &cell->change, true, is_sum);
	}
}

static bool has_cell(const struct patches *p, size_t row, size_t bench, unsigned int vcpus)
{
	const struct results *r = p->rows[row].results;
	size_t i;

	for (i = 0; r && i < r->nr_cells; i++)
		if (r->cells[i]->vcpus == vcpus &&
		    is_of(p->benches[bench], r->cells[i]->bench, r->cells[i]->unit))
			return true;
	return false;
}

/* Have two rows a size of the benchmark in common? A row with itself: any. */
static bool share_a_size(const struct patches *p, size_t a, size_t b, size_t bench)
{
	size_t i;

	for (i = 0; i < p->nr_sizes; i++)
		if (has_cell(p, a, bench, p->sizes[i]) && has_cell(p, b, bench, p->sizes[i]))
			return true;
	return false;
}

/* The nearest row before with valid numbers of the benchmark; @row itself without. */
static size_t before(const struct patches *p, size_t row, size_t bench)
{
	size_t i = row;

	while (i-- > 0)
		if (share_a_size(p, i, row, bench) && !track_of(p, i, bench)->invalid)
			return i;
	return row;
}

/* @base may be @row itself: then its values are what counts. */
static int fill(struct patches *p, size_t base, size_t row, size_t bench, bool is_sum,
		const struct compare_options *options, struct why *why)
{
	struct comparison *c = NULL;
	struct patch_track *t = track_of(p, row, bench);
	int err = compare__results(p->rows[base].results, p->rows[row].results, options, &c, why);

	if (!err)
		take_track(p, c, bench, is_sum, t);
	compare__free(c);
	return err;
}

static void forget_difference(const struct patches *p, struct patch_track *t)
{
	size_t i;

	t->slope.by = t->slope.sum = NAN;
	for (i = 0; i < p->nr_sizes; i++)
		t->cells[i].by = t->cells[i].sum = NAN;
}

static int judge(struct patches *p, size_t row, size_t bench,
		 const struct compare_options *options, struct why *why)
{
	struct patch_track *t = track_of(p, row, bench);
	int err;

	find_invalid(p->rows[row].results, p->benches[bench]->bench, t);
	t->against = before(p, row, bench);
	if (!share_a_size(p, row, row, bench))
		return 0;
	err = fill(p, t->against, row, bench, false, options, why);
	if (t->against == row)
		forget_difference(p, t);
	if (!err && row && share_a_size(p, 0, row, bench) && !track_of(p, 0, bench)->invalid)
		err = fill(p, 0, row, bench, true, options, why);
	return err;
}

static void worsen(enum stats_verdict *worst, double change, enum stats_verdict verdict)
{
	if (!isnan(change) && verdict > *worst)
		*worst = verdict;
}

/* Of one row: by itself, or the sum of all up to it. */
static enum stats_verdict row_verdict(const struct patches *p, size_t row, bool is_sum)
{
	enum stats_verdict worst = STATS_SAME;
	const struct patch_track *t;
	const struct patch_change *c;
	size_t i;

	for (t = track_of(p, row, 0); t < track_of(p, row + 1, 0); t++) {
		if (t->invalid)
			worst = STATS_INVALID;
		for (i = 0; i <= p->nr_sizes; i++) {
			c = i < p->nr_sizes ? &t->cells[i] : &t->slope;
			worsen(&worst, is_sum ? c->sum : c->by,
			       is_sum ? c->sum_verdict : c->by_verdict);
		}
	}
	return worst;
}

enum stats_verdict patches__verdict(const struct patches *p, size_t row)
{
	if (p->rows[row].state == PATCH_UNBUILT || p->rows[row].state == PATCH_INVALID)
		return STATS_INVALID;
	return row_verdict(p, row, false);
}

bool patches__has_numbers(const struct patches *p, size_t row)
{
	const struct patch_track *t;

	if (!p->rows[row].results)
		return false;
	for (t = track_of(p, row, 0); t < track_of(p, row + 1, 0); t++)
		if (!t->invalid)
			return true;
	return false;
}

size_t patches__last(const struct patches *p)
{
	size_t row = p->nr - 1;

	while (row && !p->rows[row].results)
		row--;
	return row;
}

int patches__compare(struct patches *p, const struct compare_options *options, struct why *why)
{
	enum stats_verdict verdict;
	size_t row, bench;
	int err = collect(p, why);

	if (!err && make_tracks(p))
		err = why__set(why, ENOMEM, "out of memory: try again");
	for (row = 0; !err && row < p->nr; row++)
		for (bench = 0; p->rows[row].results && !err && bench < p->nr_benches; bench++)
			err = judge(p, row, bench, options, why);
	for (row = 0; !err && row < p->nr; row++) {
		verdict = patches__verdict(p, row);
		if (verdict > p->verdict)
			p->verdict = verdict;
	}
	if (!err && row_verdict(p, patches__last(p), true) > p->verdict)
		p->verdict = row_verdict(p, patches__last(p), true);
	return err;
}

void patches__free(struct patches *p)
{
	size_t i;

	for (i = 0; p->tracks && i < p->nr * p->nr_benches; i++)
		free(p->tracks[i].cells);
	for (i = 0; i < p->nr; i++) {
		results__free(p->rows[i].results);
		free(p->rows[i].reason);
		free(p->rows[i].subject);
	}
	free(p->rows);
	free(p->benches);
	free(p->sizes);
	free(p->tracks);
}
