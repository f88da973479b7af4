// SPDX-License-Identifier: GPL-2.0-only
/* prior.c - what the rows of a comparison show of each other's noise. */
#include "prior.h"

#include <errno.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <stdlib.h>

/* The y > 0 whose trigamma is x > 0: Newton on 1/trigamma (Smyth, appendix). */
static double inverse_trigamma(double x)
{
	double y = 0.5 + 1 / x, tri, step;
	int i;

	if (x > 1e7)
		return 1 / sqrt(x);
	if (x < 1e-6)
		return 1 / x;
	for (i = 0; i < 50; i++) {
		tri = gsl_sf_psi_1(y);
		step = tri * (1 - tri / x) / gsl_sf_psi_n(2, y);
		y += step;
		if (-step / y < 1e-8)
			break;
	}
	return y;
}

static bool is_known(const struct stats_spread *s)
{
	return s->df > 0 && s->s2 > 0;
}

/* Logarithm of the variance, less what its own degrees of freedom shift it by. */
static double log_variance(const struct stats_spread *s)
{
	return log(s->s2) - gsl_sf_psi(s->df / 2) + log(s->df / 2);
}

/* Of @nr rows of one kind, of one of their sides. */
static void fit_prior(struct stats_row **rows, size_t nr, int side, double *df, double *s2)
{
	double mean = 0, excess = 0;
	size_t i, n = 0;

	*df = *s2 = 0;
	for (i = 0; i < nr; i++) {
		if (is_known(&rows[i]->side[side])) {
			mean += log_variance(&rows[i]->side[side]);
			n++;
		}
	}
	if (n < STATS_MIN_PRIOR)
		return;
	mean /= n;
	for (i = 0; i < nr; i++) {
		const struct stats_spread *s = &rows[i]->side[side];

		if (is_known(s))
			excess += pow(log_variance(s) - mean, 2) / (n - 1) -
				  gsl_sf_psi_1(s->df / 2) / n;
	}
	if (excess <= 0) {
		*df = INFINITY;
		*s2 = exp(mean);
		return;
	}
	*df = 2 * inverse_trigamma(excess);
	*s2 = exp(mean + gsl_sf_psi(*df / 2) - log(*df / 2));
}

static int by_kind(const void *a, const void *b)
{
	const struct stats_row * const *x = a, * const *y = b;

	if ((*x)->kind != (*y)->kind)
		return (*x)->kind < (*y)->kind ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

static int moderate_side(struct stats_row *rows, size_t nr, int side)
{
	struct stats_row **sorted = calloc(nr + 1, sizeof(*sorted));
	size_t i, first, end;
	double df, s2, shared;

	if (!sorted)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		sorted[i] = &rows[i];
	qsort(sorted, nr, sizeof(*sorted), by_kind);
	for (first = 0; first < nr; first = end) {
		for (end = first; end < nr && sorted[end]->kind == sorted[first]->kind; end++)
			;
		fit_prior(sorted + first, end - first, side, &df, &s2);
		for (i = first, shared = 0; i < end; i++)
			shared += is_known(&sorted[i]->side[side]) ? sorted[i]->side[side].df : 0;
		for (i = first; i < end; i++) {
			sorted[i]->side[side].shared = shared;
			sorted[i]->side[side].prior_df = df;
			sorted[i]->side[side].prior_s2 = s2;
		}
	}
	free(sorted);
	return 0;
}

int stats__moderate(struct stats_family *f)
{
	int err = moderate_side(f->rows, f->nr, 0);

	if (!err && !f->paired)
		err = moderate_side(f->rows, f->nr, 1);
	return err;
}

double stats__effective_fraction(size_t n, double rho)
{
	double inflation = 1, power = 1, left;
	size_t k;

	if (n < 2)
		return 1;
	for (k = 1; k < n && power > 1e-9; k++) {
		power *= rho;
		inflation += 2 * (1 - (double)k / n) * power;
	}
	left = n / inflation;
	return left > 1 ? sqrt((left - 1) / (n - 1)) : 0;
}

/* Sum of products of neighbours and of squares, of one series. */
static void add_series(const double *e, size_t n, double *products,
		       double *squares)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (isnan(e[i]))
			continue;
		*squares += e[i] * e[i];
		if (i && !isnan(e[i - 1]))
			*products += e[i] * e[i - 1];
	}
}

double stats__autocorrelation(const struct stats_family *f)
{
	double sum = 0, products, squares, n, rho, error, per_row;
	size_t i, nr = 0;

	for (i = 0; i < f->nr; i++) {
		products = squares = 0;
		add_series(f->rows[i].v, f->nb, &products, &squares);
		if (!f->paired)
			add_series(f->rows[i].v + f->nb, f->nh, &products,
				   &squares);
		if (squares > 0) {
			sum += products / squares;
			nr++;
		}
	}
	n = f->nb < f->nh ? f->nb : f->nh;
	if (!nr || n < 5)
		return 0;
	/* Without the true mean, r falls short by (1 + 4 rho) / n (Kendall 1954). */
	rho = (sum / nr + 1 / n) / (1 - 4 / n);
	/* The standard error for white noise; two sides are two series. */
	per_row = (n - 2) / (n * sqrt(n - 1)) / (1 - 4 / n);
	error = per_row / sqrt(nr * (f->paired ? 1.0 : 2.0));
	if (rho < 2 * error)
		rho -= error;
	return fmin(fmax(rho, 0), 0.95);
}
