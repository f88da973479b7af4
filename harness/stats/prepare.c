// SPDX-License-Identifier: GPL-2.0-only
/* prepare.c - rows before they are tested: what is relabeled, and its noise. */
#include "prepare.h"
#include "prior.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* From here on, a missing value is 0 and the values are free of their mean. */
static void center(struct stats_row *row, size_t units)
{
	double sum = 0;
	size_t i, n = 0;

	for (i = 0; i < units; i++) {
		sum += isnan(row->v[i]) ? 0 : row->v[i];
		n += !isnan(row->v[i]);
	}
	for (i = 0; i < units; i++)
		row->v[i] = isnan(row->v[i]) ? NAN : row->v[i] - sum / n;
}

static void subtract(struct stats_row *row, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		row->v[i] = row->v[n + i] - row->v[i];
}

/* Variance of the differences, or within the sides; leaves the residuals. */
static void spread(struct stats_row *row, const struct stats_family *f)
{
	size_t n[2] = { 0, 0 }, size[2] = { f->nb, f->nh }, i, side;
	size_t sides = f->paired ? 1 : 2;
	double *v = row->v, mean, ss = 0;

	for (side = 0; side < sides; v += size[side++]) {
		for (i = 0, mean = 0; i < size[side]; i++) {
			mean += isnan(v[i]) ? 0 : v[i];
			n[side] += !isnan(v[i]);
		}
		mean /= n[side];
		for (i = 0; i < size[side]; i++) {
			v[i] -= mean;
			ss += isnan(v[i]) ? 0 : v[i] * v[i];
		}
	}
	row->df = 0;
	if (n[0] > 1 && (sides == 1 || n[1] > 1)) {
		row->df = n[0] + n[1] - sides;
		row->s2 = ss / row->df;
	}
}

static void prepare_row(struct stats_row *row, size_t units)
{
	size_t i;

	row->whole = true;
	row->squares = 0;
	for (i = 0; i < units; i++) {
		if (isnan(row->v[i])) {
			row->v[i] = 0;
			row->whole = false;
		}
		row->squares += row->v[i] * row->v[i];
	}
}

int stats__prepare(struct stats_family *f)
{
	size_t units = f->paired ? f->nb : f->nb + f->nh;
	struct stats_row *row;
	double *keep = malloc((f->nr * units + 1) * sizeof(*keep)), *v;

	if (!keep)
		return -ENOMEM;
	/* Residuals first, for what they say of the noise; then the values again. */
	for (row = f->rows, v = keep; row < f->rows + f->nr; row++) {
		if (f->paired)
			subtract(row, f->nb);
		else
			center(row, units);
		memcpy(v, row->v, units * sizeof(*v));
		v += units;
		spread(row, f);
	}
	stats__moderate(f->rows, f->nr);
	f->rho = stats__autocorrelation(f);
	f->effective = stats__effective_fraction(f->nb < f->nh ? f->nb : f->nh, f->rho);
	for (row = f->rows, v = keep; row < f->rows + f->nr; row++) {
		memcpy(row->v, v, units * sizeof(*v));
		v += units;
		prepare_row(row, units);
	}
	free(keep);
	return 0;
}
