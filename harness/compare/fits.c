// SPDX-License-Identifier: GPL-2.0-only
/* fits.c - the lines through a benchmark's sizes, one a round. */
#include "fits.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct compare_side *side_of(const struct compare_cell *cell,
					  bool head)
{
	return head ? &cell->head : &cell->base;
}

bool fits__usable(const struct compare_cell *cell)
{
	return cell->base.nr && cell->head.nr && !cell->invalid;
}

size_t fits__count(const struct compare_cell *first, const struct compare_cell *end)
{
	size_t n = 0;

	for (; first < end; first++)
		n += fits__usable(first);
	return n;
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

static double cost(const struct fits *f, const struct compare_cell *cell, bool head,
		   double measured)
{
	double other = NAN;

	if (f->of == FITS_SHARED)
		other = cell->shared;
	else if (f->of != FITS_ROUNDS)
		other = side_of(cell, head)->extremes[f->of == FITS_MOST];
	return isnan(other) ? measured : other;
}

/* Costs of one round at every size; false if it lacks a size. */
static bool take_round(struct fits *f, const struct compare_slope *s, bool head,
		       unsigned int round)
{
	const struct sample *sample;
	size_t i, n = 0;

	for (i = 0; i < s->nr_cells; i++) {
		if (!fits__usable(&s->cells[i]))
			continue;
		sample = find_round(side_of(&s->cells[i], head), round);
		if (!sample)
			return false;
		f->x[n] = s->cells[i].vcpus;
		f->y[n++] = cost(f, &s->cells[i], head, sample->value);
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
		f->fixed[f->nr++] = (struct sample){
			line.fixed, first->rounds[i].round };
	}
	return err;
}

void fits__free(struct fits *f)
{
	free(f->x);
	free(f->y);
	free(f->slopes);
	free(f->fixed);
	free(f->costs);
}

int fits__create(struct fits *f, const struct compare_slope *s, bool head, enum fits_of of)
{
	const struct compare_side *first;
	size_t i = 0;

	while (!fits__usable(&s->cells[i]))
		i++;
	first = side_of(&s->cells[i], head);
	f->of = of;
	f->x = calloc(s->nr_cells, sizeof(*f->x));
	f->y = calloc(s->nr_cells, sizeof(*f->y));
	f->slopes = calloc(first->nr, sizeof(*f->slopes));
	f->fixed = calloc(first->nr, sizeof(*f->fixed));
	f->costs = calloc(first->nr * s->nr_cells, sizeof(*f->costs));
	if (!f->x || !f->y || !f->slopes || !f->fixed || !f->costs)
		return -ENOMEM;
	return fit_rounds(f, s, head, first);
}
