// SPDX-License-Identifier: GPL-2.0-only
/* slopes.c - cost = fixed + slope x vCPUs: what one more vCPU costs. */
#include "fits.h"
#include "parts.h"
#include "query.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "lib/array.h"

#define NEAR	3	/* of the smallest sizes: there the fixed cost shows */

/* Check the line through the cells' own values, as the reports show them. */
static int check_line(struct fits *f, const struct compare_slope *s, bool head,
		      struct compare_line *out)
{
	const struct stats_change *fixed = &s->fixed.change, *slope = &s->slope.change;
	struct stats_line line = {
		head ? fixed->head.value : fixed->base.value,
		head ? slope->head.value : slope->base.value,
	};
	const struct compare_cell *cell;
	size_t i, n = 0;
	int err;

	for (i = 0; i < s->nr_cells; i++) {
		cell = &s->cells[i];
		if (!fits__usable(cell))
			continue;
		f->x[n] = cell->vcpus;
		f->y[n++] = head ? cell->change.head.value :
				   cell->change.base.value;
	}
	err = stats__misfit(f->x, f->y, n, line, s->unit->exact ?
			    STATS_EXACT_TOLERANCE : STATS_TIME_TOLERANCE,
			    &out->misfit);
	out->p_line = NAN;
	if (!err && !s->unit->exact)
		err = stats__lack_of_fit(f->x, n, f->costs, f->nr, &out->p_line);
	return err;
}

/* A misfit of times must be large, or else certain. */
static bool is_line(const struct compare_slope *s, const struct compare_line *l)
{
	bool certain = s->unit->exact || l->p_line < STATS_LINE_ALPHA;

	return l->misfit <= (certain ? STATS_LINE_RANGE : STATS_LINE_NOISE);
}

static const struct compare_cell *first_of(const struct compare_slope *s)
{
	const struct compare_cell *cell = s->cells;

	while (!fits__usable(cell))
		cell++;
	return cell;
}

static const struct compare_cell *last_of(const struct compare_slope *s)
{
	const struct compare_cell *cell = &s->cells[s->nr_cells - 1];

	while (!fits__usable(cell))
		cell--;
	return cell;
}

/*
 * Times: a slope below its floor moves the largest machine's cost by less than the
 * tolerance, however flat the line is, and a fixed cost below its floor moves the
 * smallest machine's by less.
 */
static void set_floors(const struct comparison *c, struct compare_slope *s)
{
	double first = fabs(first_of(s)->change.base.value);
	double last = fabs(last_of(s)->change.base.value) / last_of(s)->vcpus;
	struct stats_rule rule = compare__rule(c, s->unit);

	s->slope.bound = last_of(s)->floor * last;
	s->fixed.bound = first_of(s)->floor * first;
	s->slope.scale = last > 0 ? last : 1;
	s->fixed.scale = first > 0 ? first : 1;
	s->slope.floor = s->fixed.floor = STATS_SLOPE_FLOOR;
	if (!rule.exact) {
		s->slope.floor = rule.tolerance * last;
		s->fixed.floor = rule.tolerance * first;
	}
}

/*
 * Two curves that bend differ by something that bends, and then the line says little
 * of the fixed cost: not more than how far it misses the smallest sizes, and nothing
 * that the smallest one does not show.
 */
static void add_misfit(struct compare_slope *s)
{
	double fixed = s->fixed.change.head.value - s->fixed.change.base.value;
	double slope = s->slope.change.head.value - s->slope.change.base.value;
	double miss, differ, smallest = NAN;
	size_t i, n;

	for (i = 0, n = 0; i < s->nr_cells && n < NEAR; i++) {
		if (!fits__usable(&s->cells[i]))
			continue;
		differ = s->cells[i].change.head.value - s->cells[i].change.base.value;
		miss = fabs(differ - fixed - slope * s->cells[i].vcpus);
		if (!n++)
			smallest = differ;
		if (miss > STATS_SLOPE_FLOOR)
			miss = fmax(miss, fabs(fixed - smallest));
		s->fixed.floor = fmax(s->fixed.floor, miss);
	}
	/* A line of large VMs is far from size 0, and says nothing of it. */
	if (first_of(s)->vcpus > RESULTS_XAPIC_VCPUS)
		s->fixed.floor = first_of(s)->change.base.value + first_of(s)->change.head.value;
}

static int estimate(struct comparison *c, struct compare_slope *s,
		    struct fits *b, struct fits *h)
{
	int err = parts__estimate(c, s, &s->slope);

	if (!err)
		err = parts__estimate(c, s, &s->fixed);
	if (err)
		return err;
	add_misfit(s);
	/* The exact rule again, now that the floor is known. */
	if (s->fixed.exact)
		err = parts__estimate(c, s, &s->fixed);
	if (!err)
		err = check_line(b, s, false, &s->base);
	if (!err)
		err = check_line(h, s, true, &s->head);
	s->fits = is_line(s, &s->base) && is_line(s, &s->head);
	return err ?: parts__doubt(c, s);
}

static bool all_same(const struct compare_slope *s)
{
	size_t i;

	for (i = 0; i < s->nr_cells; i++) {
		if (s->cells[i].change.verdict != STATS_SAME)
			return false;
	}
	return true;
}

/* A slope through points that are on no line says nothing about a vCPU. */
void compare__weigh_slopes(struct comparison *c)
{
	struct compare_slope *s;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++) {
		s->counted = s->fits || all_same(s);
		if (!s->fits && s->counted)
			s->slope.change.verdict = s->fixed.change.verdict = STATS_SAME;
	}
}

static void slope_free(struct compare_slope *s)
{
	int i;

	for (i = 0; i < 2; i++) {
		free(s->slope.rounds[i]);
		free(s->fixed.rounds[i]);
	}
}

static int keep(struct comparison *c, const struct compare_slope *s)
{
	struct compare_slope *slopes = array__grow(c->slopes, &c->room_slopes,
						   c->nr_slopes,
						   sizeof(*slopes));

	if (!slopes)
		return -ENOMEM;
	c->slopes = slopes;
	slopes[c->nr_slopes++] = *s;
	return 0;
}

/* Fit lines to the sizes of @s; without a round that has all of them there are none. */
static int fit(struct comparison *c, struct compare_slope *s)
{
	struct fits base = { 0 }, head = { 0 };
	int err = fits__create(&base, s, false, FITS_ROUNDS);

	if (!err)
		err = fits__create(&head, s, true, FITS_ROUNDS);
	s->nr_base = base.nr;
	s->nr_head = head.nr;
	s->slope.rounds[0] = base.slopes;
	s->slope.rounds[1] = head.slopes;
	s->fixed.rounds[0] = base.fixed;
	s->fixed.rounds[1] = head.fixed;
	base.slopes = head.slopes = base.fixed = head.fixed = NULL;
	if (!err && s->nr_base && s->nr_head)
		err = estimate(c, s, &base, &head);
	fits__free(&base);
	fits__free(&head);
	return err;
}

static int add_line(struct comparison *c, const struct compare_cell *first,
		    const struct compare_cell *end, bool part, struct compare_slope *s)
{
	*s = (struct compare_slope){
		.bench = first->bench, .unit = first->unit,
		.cells = first, .nr_cells = end - first, .part = part,
	};
	s->from = first_of(s)->vcpus;
	s->to = last_of(s)->vcpus;
	set_floors(c, s);
	return fit(c, s);
}

static double worst_of(const struct compare_slope *s)
{
	return s->nr_base && s->nr_head ? fmax(s->base.misfit, s->head.misfit) :
					  INFINITY;
}

/*
 * Where no line fits, two may: below and above a size at which the curve bends, which
 * is the last of the one and the first of the other. The bend is where the worse of
 * both fits best.
 */
static int add_bent(struct comparison *c, const struct compare_cell *first,
		    const struct compare_cell *end, bool *found)
{
	struct compare_slope low, high, best[2] = { 0 };
	const struct compare_cell *at;
	double least = INFINITY, worst;
	int err = 0;

	for (at = first; !err && at < end; at++) {
		if (!fits__usable(at) ||
		    fits__count(first, at + 1) < STATS_MIN_SIZES ||
		    fits__count(at, end) < STATS_MIN_SIZES)
			continue;
		err = add_line(c, first, at + 1, true, &low);
		high = (struct compare_slope){ 0 };
		if (!err)
			err = add_line(c, at, end, true, &high);
		worst = err ? INFINITY : fmax(worst_of(&low), worst_of(&high));
		if (!err && low.fits && high.fits && worst < least) {
			slope_free(&best[0]);
			slope_free(&best[1]);
			best[0] = low;
			best[1] = high;
			least = worst;
		} else {
			slope_free(&low);
			slope_free(&high);
		}
	}
	*found = !err && isfinite(least);
	if (*found)
		err = keep(c, &best[0]);
	if (*found && !err)
		err = keep(c, &best[1]);
	return err;
}

static int add_slopes(struct comparison *c, const struct compare_cell *first,
		      const struct compare_cell *end, bool part)
{
	struct compare_slope s;
	bool bent = false;
	int err = add_line(c, first, end, part, &s);

	if (!err && s.nr_base && s.nr_head && !s.fits && !all_same(&s))
		err = add_bent(c, first, end, &bent);
	if (!err && s.nr_base && s.nr_head && !bent)
		return keep(c, &s);
	slope_free(&s);
	return err;
}

/* Above 255 vCPUs a VM is another one: a line of its own, where there are the sizes. */
static int add_curve(struct comparison *c, const struct compare_cell *first,
		     const struct compare_cell *end)
{
	const struct compare_cell *large = first;
	size_t nr_low, nr_high;
	int err = 0;

	while (large < end && large->vcpus <= RESULTS_XAPIC_VCPUS)
		large++;
	nr_low = fits__count(first, large);
	nr_high = fits__count(large, end);
	if (!nr_high || (nr_low < STATS_MIN_SIZES && nr_high < STATS_MIN_SIZES))
		return nr_low + nr_high < STATS_MIN_SIZES ? 0 : add_slopes(c, first, end, false);
	if (nr_low >= STATS_MIN_SIZES)
		err = add_slopes(c, first, large, true);
	if (!err && nr_high >= STATS_MIN_SIZES)
		err = add_slopes(c, large, end, true);
	return err;
}

int compare__slopes(struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	int err = 0;

	for (cell = c->cells; !err && cell < end; cell = next) {
		next = compare__next(c, cell);
		err = add_curve(c, cell, next);
	}
	return err;
}
