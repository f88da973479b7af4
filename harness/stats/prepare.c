// SPDX-License-Identifier: GPL-2.0-only
/* prepare.c - rows before they are tested: what is relabeled, and its noise. */
#include "prepare.h"
#include "prior.h"
#include "robust.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* From here on, the values are free of their mean. */
static void center(struct stats_row *row, size_t units)
{
	double sum = 0;
	size_t i, n = 0;

	for (i = 0; i < units; i++) {
		sum += isnan(row->v[i]) ? 0 : row->v[i];
		n += !isnan(row->v[i]);
	}
	for (i = 0; i < units; i++)
		row->v[i] -= sum / n;
}

static void subtract(struct stats_row *row, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		row->v[i] = row->v[n + i] - row->v[i];
}

static void spread_of(double *v, size_t n, struct stats_spread *s)
{
	double mean = 0, ss = 0;
	size_t i;

	s->n = 0;
	for (i = 0; i < n; i++) {
		mean += isnan(v[i]) ? 0 : v[i];
		s->n += !isnan(v[i]);
	}
	mean /= s->n;
	for (i = 0; i < n; i++) {
		v[i] -= mean;
		ss += isnan(v[i]) ? 0 : v[i] * v[i];
	}
	s->df = s->n > 1 ? s->n - 1 : 0;
	s->s2 = s->n > 1 ? ss / s->df : 0;
}

/* Variance of the differences, or within the sides; leaves the residuals. */
static void spread(struct stats_row *row, const struct stats_family *f)
{
	row->side[1] = (struct stats_spread){ 0 };
	spread_of(row->v, f->nb, &row->side[0]);
	if (!f->paired)
		spread_of(row->v + f->nb, f->nh, &row->side[1]);
}

static void prepare_row(struct stats_row *row, size_t units)
{
	size_t i;

	row->whole = true;
	row->squares = 0;
	for (i = 0; i < units; i++) {
		if (isnan(row->v[i]))
			row->whole = false;
		else
			row->squares += row->v[i] * row->v[i];
	}
}

/**
 * struct alike - do the sides of a kind's rows scatter alike?
 * @sum: of the logarithms of how much more the head does, of @n rows
 */
struct alike {
	double sum;
	size_t n;
};

/* A few rounds say little of their scatter, and all rows of a kind decide together. */
static void add_unlikeness(const struct stats_family *f, struct alike *kinds, double *work)
{
	const struct stats_row *row;
	double by;

	for (row = f->rows; row < f->rows + f->nr; row++) {
		by = stats__unlikeness(row->v, f->nb, f->nh, work);
		if (isnan(by))
			continue;
		kinds[row->kind].sum += by;
		kinds[row->kind].n++;
	}
}

static int clip_sides(struct stats_family *f, double *work)
{
	struct stats_row *row;
	struct alike *kinds;
	size_t nr = 0;

	for (row = f->rows; row < f->rows + f->nr; row++)
		nr = row->kind >= nr ? row->kind + 1 : nr;
	kinds = calloc(nr, sizeof(*kinds));
	if (!kinds)
		return -ENOMEM;
	add_unlikeness(f, kinds, work);
	for (row = f->rows; row < f->rows + f->nr; row++) {
		const struct alike *a = &kinds[row->kind];

		row->alike = fabs(a->sum) <= log(STATS_ALIKE) * a->n;
		row->unlike = fabs(a->sum) > log(STATS_UNLIKE) * a->n;
		if (!row->unlike)
			stats__clip_sides(row->v, f->nb, f->nh, work);
		row->unlike &= (a->sum > 0 ? f->nh : f->nb) < STATS_FEW;
	}
	free(kinds);
	return 0;
}

int stats__prepare(struct stats_family *f, struct stats_mixing *m)
{
	size_t units = stats__units(f);
	struct stats_far far = { 0, 0 };
	struct stats_row *row;
	double *keep = malloc((f->nr + 1) * units * sizeof(*keep)), *v;
	int err;

	if (!keep || (!f->paired && clip_sides(f, keep))) {
		free(keep);
		return -ENOMEM;
	}
	for (row = f->rows; f->paired && row < f->rows + f->nr; row++) {
		subtract(row, f->nb);
		stats__add_far(&far, row->v, units, keep);
	}
	/* Residuals first, for what they say of the noise; then the values again. */
	for (row = f->rows, v = keep; row < f->rows + f->nr; row++) {
		if (f->paired) {
			if (stats__is_worth_clipping(&far))
				stats__clip_pairs(row->v, units, keep + f->nr * units);
		} else {
			center(row, units);
		}
		memcpy(v, row->v, units * sizeof(*v));
		v += units;
		spread(row, f);
	}
	if (stats__moderate(f)) {
		free(keep);
		return -ENOMEM;
	}
	f->rho = stats__autocorrelation(f);
	f->effective = stats__effective_fraction(f->nb < f->nh ? f->nb : f->nh, f->rho);
	err = stats__mixing_create(m, f);
	for (row = f->rows, v = keep; row < f->rows + f->nr; row++) {
		memcpy(row->v, v, units * sizeof(*v));
		v += units;
		prepare_row(row, units);
	}
	free(keep);
	return err;
}
