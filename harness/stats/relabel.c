// SPDX-License-Identifier: GPL-2.0-only
/* relabel.c - the ways in which rounds could have been dealt out to the sides. */
#include "relabel.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>

double stats__relabelings(bool paired, size_t n, size_t m)
{
	/* A family and its mirror image have the same statistics. */
	if (paired)
		return ldexp(1, fmin(n, 1000) - 1);
	return exp(gsl_sf_lnchoose(n + m, n));
}

static bool all_whole(const struct stats_family *f)
{
	size_t i;

	for (i = 0; i < f->nr; i++) {
		if (!f->rows[i].whole)
			return false;
	}
	return true;
}

static void label_measured(struct stats_labels *l)
{
	size_t i;

	for (i = 0; i < l->units; i++) {
		l->sign[i] = 1;
		l->order[i] = (i + l->f->nb) % l->units;
	}
}

int stats__labels_create(struct stats_labels *l, const struct stats_family *f,
			 size_t most, unsigned long seed)
{
	double all = stats__relabelings(f->paired, f->nb, f->nh);

	l->f = f;
	l->units = stats__units(f);
	l->drawn = all > most || !(f->paired || all_whole(f));
	/* Mirror images are one, where the sides are of one size: unit 0 stays. */
	l->fixed = !f->paired && f->nb == f->nh;
	l->total = l->drawn ? most : round(l->fixed ? all / 2 : all);
	l->sign = calloc(l->units, sizeof(*l->sign));
	l->order = calloc(l->units, sizeof(*l->order));
	l->rng = gsl_rng_alloc(gsl_rng_mt19937);
	l->heads = gsl_combination_alloc(f->paired ? 1 : l->units - l->fixed,
					 f->paired ? 1 : f->nh);
	if (!l->sign || !l->order || !l->rng || !l->heads)
		return -ENOMEM;
	gsl_rng_set(l->rng, seed);
	gsl_combination_init_last(l->heads);
	label_measured(l);
	return 0;
}

static void next_pairs(struct stats_labels *l, size_t turn)
{
	size_t i;

	for (i = 0; i < l->units; i++)
		l->sign[i] = (l->drawn ? gsl_rng_get(l->rng) : turn >> i) & 1 ?
			     -1 : 1;
}

/* The last combination is the one that was measured. */
static void next_combination(struct stats_labels *l)
{
	size_t i, k = 0, heads = 0, bases = l->f->nh, least = l->fixed;

	gsl_combination_prev(l->heads);
	for (i = 0; i < l->units; i++) {
		if (k < l->f->nh && gsl_combination_get(l->heads, k) + least == i) {
			l->order[heads++] = i;
			k++;
		} else {
			l->order[bases++] = i;
		}
	}
}

void stats__labels_next(struct stats_labels *l, size_t turn)
{
	if (l->f->paired)
		next_pairs(l, turn);
	else if (l->drawn)
		gsl_ran_shuffle(l->rng, l->order, l->units, sizeof(*l->order));
	else
		next_combination(l);
}

void stats__labels_free(struct stats_labels *l)
{
	free(l->sign);
	free(l->order);
	gsl_rng_free(l->rng);
	gsl_combination_free(l->heads);
}
