// SPDX-License-Identifier: GPL-2.0-only
/* slopes.c - cost = fixed + slope x vCPUs: what one more vCPU costs. */
#include "comparison.h"
#include "query.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "stats/change.h"
#include "stats/line.h"

/**
 * struct fits - the lines of one side, one a round
 * @x: @nr_sizes numbers of vCPUs
 * @y: @nr_sizes costs of the round at hand
 * @slopes: @nr of them, in unit/vCPU, each with its round
 * @fixed: @nr of them, in the unit
 * @costs: @nr times @nr_sizes costs
 */
struct fits {
	double *x;
	double *y;
	struct sample *slopes;
	double *fixed;
	double *costs;
	size_t nr_sizes;
	size_t nr;
};

static const struct compare_side *side_of(const struct compare_cell *cell,
					  bool head)
{
	return head ? &cell->head : &cell->base;
}

static bool is_usable(const struct compare_cell *cell)
{
	return cell->base.nr && cell->head.nr && !cell->invalid;
}

static const struct sample *find_round(const struct compare_side *side,
					     unsigned int round)
{
	size_t i;

	for (i = 0; i < side->nr; i++) {
		if (side->rounds[i].round == round)
			return &side->rounds[i];
	}
	return NULL;
}

/* Costs of one round at every size; false if it lacks a size. */
static bool take_round(struct fits *f, const struct compare_slope *s, bool head,
		       unsigned int round)
{
	const struct sample *sample;
	size_t i, n = 0;

	for (i = 0; i < s->nr_cells; i++) {
		if (!is_usable(&s->cells[i]))
			continue;
		sample = find_round(side_of(&s->cells[i], head), round);
		if (!sample)
			return false;
		f->x[n] = s->cells[i].vcpus;
		f->y[n++] = sample->value;
	}
	f->nr_sizes = n;
	return true;
}

static int fit_rounds(struct fits *f, const struct compare_slope *s, bool head,
		      const struct compare_side *first)
{
	struct stats_line line;
	size_t i;
	int err = 0;

	for (i = 0; !err && i < first->nr; i++) {
		if (!take_round(f, s, head, first->rounds[i].round))
			continue;
		err = stats__fit(f->x, f->y, f->nr_sizes, &line);
		memcpy(f->costs + f->nr * f->nr_sizes, f->y,
		       f->nr_sizes * sizeof(*f->y));
		f->slopes[f->nr] = (struct sample){
			line.slope, first->rounds[i].round };
		f->fixed[f->nr++] = line.fixed;
	}
	return err;
}

static void fits_free(struct fits *f)
{
	free(f->x);
	free(f->y);
	free(f->slopes);
	free(f->fixed);
	free(f->costs);
}

static int fits_create(struct fits *f, const struct compare_slope *s, bool head)
{
	const struct compare_side *first;
	size_t i = 0;

	while (!is_usable(&s->cells[i]))
		i++;
	first = side_of(&s->cells[i], head);
	f->x = calloc(s->nr_cells, sizeof(*f->x));
	f->y = calloc(s->nr_cells, sizeof(*f->y));
	f->slopes = calloc(first->nr, sizeof(*f->slopes));
	f->fixed = calloc(first->nr, sizeof(*f->fixed));
	f->costs = calloc(first->nr * s->nr_cells, sizeof(*f->costs));
	if (!f->x || !f->y || !f->slopes || !f->fixed || !f->costs)
		return -ENOMEM;
	return fit_rounds(f, s, head, first);
}

/* Check the line through the cells' own values, as the reports show them. */
static int check_line(struct fits *f, const struct compare_slope *s, bool head,
		      double slope, struct compare_line *out)
{
	struct stats_line line = { out->fixed.value, slope };
	const struct compare_cell *cell;
	size_t i, n = 0;
	int err;

	for (i = 0; i < s->nr_cells; i++) {
		cell = &s->cells[i];
		if (!is_usable(cell))
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

/*
 * Times: a slope below this moves the largest machine's cost by less than the
 * tolerance, however flat the line is.
 */
static double floor_of(const struct comparison *c, const struct compare_slope *s)
{
	const struct compare_cell *last = &s->cells[s->nr_cells - 1];
	struct stats_rule rule = compare__rule(c, s->unit);

	if (rule.exact)
		return STATS_SLOPE_FLOOR;
	while (!is_usable(last))
		last--;
	return rule.tolerance * fabs(last->change.base.value) / last->vcpus;
}

static double *values_of(const struct fits *f)
{
	double *v = calloc(f->nr, sizeof(*v));
	size_t i;

	for (i = 0; v && i < f->nr; i++)
		v[i] = f->slopes[i].value;
	return v;
}

static int estimate(struct comparison *c, struct compare_slope *s,
		    struct fits *b, struct fits *h)
{
	struct stats_rule rule = compare__rule(c, s->unit);
	const struct stats_resamples *rb = NULL, *rh = NULL;
	double *base = values_of(b), *head = values_of(h);
	struct stats_change fixed;
	int err = base && head ? 0 : -ENOMEM;

	if (!err && !rule.exact)
		err = compare__resamples(c, b->slopes, b->nr, h->slopes, h->nr,
					 &rb, &rh);
	if (!err)
		err = stats__slope(&rule, base, b->nr, head, h->nr, rb, rh,
				   s->floor, &s->change);
	if (!err)
		err = stats__slope(&rule, b->fixed, b->nr, h->fixed, h->nr, rb,
				   rh, 0, &fixed);
	free(base);
	free(head);
	if (err)
		return err;
	s->base.fixed = fixed.base;
	s->head.fixed = fixed.head;
	err = check_line(b, s, false, s->change.base.value, &s->base);
	if (!err)
		err = check_line(h, s, true, s->change.head.value, &s->head);
	s->fits = is_line(s, &s->base) && is_line(s, &s->head);
	return err;
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
			s->change.verdict = STATS_SAME;
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

static int add_slope(struct comparison *c, struct compare_slope *s)
{
	struct fits base = { 0 }, head = { 0 };
	int err = fits_create(&base, s, false);

	if (!err)
		err = fits_create(&head, s, true);
	/* No round has every size: nothing to fit. */
	if (err || !base.nr || !head.nr)
		goto out;
	s->nr_base = base.nr;
	s->nr_head = head.nr;
	s->slopes[0] = base.slopes;
	s->slopes[1] = head.slopes;
	err = estimate(c, s, &base, &head);
	if (!err)
		err = keep(c, s);
	if (!err)
		base.slopes = head.slopes = NULL;	/* the comparison's now */
out:
	fits_free(&base);
	fits_free(&head);
	return err;
}

int compare__slopes(struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	struct compare_slope s;
	size_t i, usable;
	int err = 0;

	for (cell = c->cells; !err && cell < end; cell = next) {
		next = compare__next(c, cell);
		s = (struct compare_slope){
			.bench = cell->bench, .unit = cell->unit,
			.cells = cell, .nr_cells = next - cell,
		};
		for (i = 0, usable = 0; i < s.nr_cells; i++)
			usable += is_usable(&s.cells[i]);
		if (usable < STATS_MIN_SIZES)
			continue;
		s.floor = floor_of(c, &s);
		err = add_slope(c, &s);
	}
	return err;
}
