// SPDX-License-Identifier: GPL-2.0-only
/* changepoint.c - change points of a sequence. */
#include "changepoint.h"
#include "placement.h"
#include "split.h"

#include <errno.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDING	1e-12	/* relative error of a mean of equal values */
#define BIAS		3	/* of an autocorrelation, in each of two segments */
#define KEPT		0.9	/* of the differences: steps are among the others */

static bool is_mixed(const double *low, const double *high, size_t i)
{
	return low[i] < high[i];
}

/* Mixed values right before @i, above @floor, that are nearer to @after than to @before. */
static size_t take_mixed(const double *v, const double *low, const double *high,
			 size_t floor, size_t i, double before)
{
	double after = v[i];

	while (i > floor && is_mixed(low, high, i - 1) &&
	       fabs(v[i - 1] - after) < fabs(v[i - 1] - before))
		i--;
	return i;
}

size_t changepoint__exact(const double *v, const double *low,
			  const double *high, size_t n, double tolerance,
			  struct changepoint *out)
{
	size_t i, last = 0, count = 0, nr = 0;
	double sum = 0, mean;

	for (i = 0; i < n; i++) {
		if (is_mixed(low, high, i))
			continue;
		mean = count ? sum / count : v[i];
		if (fabs(v[i] - mean) > fmax(tolerance, ROUNDING) * fabs(mean)) {
			out[nr++] = (struct changepoint){
				take_mixed(v, low, high, last + 1, i, mean), 0 };
			sum = 0;
			count = 0;
		}
		sum += v[i];
		count++;
		last = i;
	}
	return nr;
}

/* Mean square of what lies @lag apart, without the largest, where the steps are. */
static double mean_square(const double *v, size_t n, size_t lag, double *squares)
{
	size_t i, kept = (n - lag) * KEPT;
	double sum = 0;

	for (i = 0; i < n - lag; i++)
		squares[i] = (v[i + lag] - v[i]) * (v[i + lag] - v[i]);
	gsl_sort(squares, 1, n - lag);
	for (i = 0; i < kept; i++)
		sum += squares[i];
	return sum / kept;
}

double changepoint__least_p(size_t n)
{
	return 2 * exp(2 * lgamma(n / 2 + 1) + (n % 2 ? log(n / 2 + 1) : 0) -
		       lgamma(n + 1));
}

/* Two robust estimates: see changepoint.h. */
static double by_differences(const double *v, size_t n, double *scratch)
{
	double near = mean_square(v, n, 1, scratch);

	return near > 0 ? mean_square(v, n, 2, scratch) / near - 1 : NAN;
}

static double by_residuals(struct split *s, const double *v, size_t n)
{
	double mean[2] = { 0 }, squares = 0, products = 0, rho;
	size_t i, at = 0;

	if (!(split__prepare(s, v, n) > 0))
		return NAN;
	split__best(s, &at);
	for (i = 0; i < n; i++)
		mean[i >= at] += s->score[i] / (i < at ? at : n - at);
	for (i = 0; i < n; i++) {
		s->left[i] = s->score[i] - mean[i >= at];
		squares += s->left[i] * s->left[i];
		products += i ? s->left[i] * s->left[i - 1] : 0;
	}
	rho = squares > 0 ? products / squares : 0;
	return rho + BIAS * (1 + 4 * fmax(rho, 0)) / n;
}

int changepoint__correlation(const double *v, size_t n, struct changepoint_rho *rho)
{
	struct split s;
	int err;

	*rho = (struct changepoint_rho){ NAN, NAN };
	if (n < CHANGEPOINT_MIN_NOISY)
		return 0;
	err = split__allocate(&s, n, 0);
	if (err)
		return err;
	rho->differences = by_differences(v, n, s.score);
	rho->residuals = by_residuals(&s, v, n);
	split__free(&s);
	return 0;
}

/**
 * struct search - for the change points of one sequence
 * @v: its values
 * @alpha: significance of each split
 * @out: @nr found so far
 */
struct search {
	struct split split;
	const double *v;
	double alpha;
	gsl_rng *rng;
	struct changepoint *out;
	size_t *nr;
};

/* Finds those of v[first] ... v[end - 1], in order. */
static void divide(struct search *x, size_t first, size_t end)
{
	size_t at = 0, n = end - first;
	double best, p;

	if (n < CHANGEPOINT_MIN_NOISY || changepoint__least_p(n) > x->alpha ||
	    !(split__prepare(&x->split, x->v + first, n) > 0))
		return;
	best = split__best(&x->split, &at);
	p = split__p(&x->split, 0, best, x->alpha, x->rng);
	if (p > x->alpha)
		return;
	at = stats__place(x->v + first, n, at, x->split.rho, SPLIT_LEAST,
			  x->split.left);
	divide(x, first, first + at);
	x->out[(*x->nr)++] = (struct changepoint){ first + at, p };
	divide(x, first + at, end);
}

int changepoint__noisy(const double *v, size_t n, double rho, double alpha,
		       unsigned long seed, struct changepoint *out, size_t *nr)
{
	struct search x = { .v = v, .alpha = alpha, .out = out, .nr = nr };
	size_t known = *nr, first = 0, i;
	struct changepoint *before;
	int err = -ENOMEM;

	*nr = 0;
	x.rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (!x.rng)
		return err;
	if (split__allocate(&x.split, n + 1, rho)) {
		gsl_rng_free(x.rng);
		return err;
	}
	gsl_rng_set(x.rng, seed);
	before = malloc((known + 1) * sizeof(*before));
	if (!before)
		goto out;
	memcpy(before, out, known * sizeof(*before));
	for (i = 0; i < known; first = before[i++].at) {
		divide(&x, first, before[i].at);
		out[(*nr)++] = before[i];
	}
	divide(&x, first, n);
	free(before);
	err = 0;
out:
	split__free(&x.split);
	gsl_rng_free(x.rng);
	return err;
}
