// SPDX-License-Identifier: GPL-2.0-only
/* changepoint.c - change points of a sequence. */
#include "changepoint.h"
#include "placement.h"
#include "tails.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ENOUGH_LARGER	10	/* permutations as extreme: not significant */
#define MOST		4000	/* permutations */
#define MOST_TIED	40000	/* the same where many values are equal */
#define TAIL		20	/* of them that its tail is known from */
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

/**
 * struct split - work space for one segment
 * @n: its length
 * @rho: correlation of neighbours
 * @tied: more than half of @left are equal to another one
 * @left: values without what the one before explains
 * @order: for sorting
 * @score: normal scores of @left, or of long tails Wilcoxon's; permuted
 * @norm: by first index of the right side: what makes the variance of the
 *	  statistic 1 in a random order
 * @tail: the largest statistics of random orders
 */
struct split {
	size_t n;
	double rho;
	bool tied;
	double *left;
	size_t *order;
	double *score;
	double *norm;
	double tail[TAIL];
	size_t nr_tail;
};

static void split__free(struct split *s)
{
	free(s->left);
	free(s->order);
	free(s->score);
	free(s->norm);
}

static int split__allocate(struct split *s, size_t n, double rho)
{
	*s = (struct split){
		.rho = rho,
		.left = calloc(n, sizeof(*s->left)),
		.order = calloc(n, sizeof(*s->order)),
		.score = calloc(n, sizeof(*s->score)),
		.norm = calloc(n, sizeof(*s->norm)),
	};
	if (s->left && s->order && s->score && s->norm)
		return 0;
	split__free(s);
	return -ENOMEM;
}

/* Equal values share the mean of their scores. */
static double score_values(struct split *s)
{
	size_t i, k, end, n = s->n, alone = 0;
	double sum, squares = 0, rank;
	bool wilcoxon;

	gsl_sort_index(s->order, s->left, 1, n);
	wilcoxon = stats__has_long_tails(s->left, s->order, n);
	for (i = 0; i < n; i = end) {
		for (end = i, sum = 0; end < n && s->left[s->order[end]] ==
						  s->left[s->order[i]]; end++) {
			rank = (end + 1.0) / (n + 1);
			sum += wilcoxon ? rank - 0.5 : gsl_cdf_ugaussian_Pinv(rank);
		}
		for (k = i; k < end; k++)
			s->score[s->order[k]] = sum / (end - i);
		squares += sum * sum / (end - i);
		alone += end - i == 1;
	}
	s->tied = alone < n / 2;
	return squares;
}

/*
 * A step at k leaves its whole height in what is left of v[k], and 1 - rho of it
 * in every later one. 0 if all values are equal.
 */
static double split__prepare(struct split *s, const double *v, size_t n)
{
	double rest = 1 - s->rho, squares, sum, middle;
	size_t k;

	s->n = n;
	memcpy(s->score, v, n * sizeof(*v));
	gsl_sort(s->score, 1, n);
	middle = s->score[n / 2];
	s->left[0] = sqrt(1 - s->rho * s->rho) * (v[0] - middle);
	for (k = 1; k < n; k++)
		s->left[k] = v[k] - middle - s->rho * (v[k - 1] - middle);
	squares = score_values(s);
	for (k = 0; k < n; k++) {
		sum = 1 + rest * (n - k - 1);
		s->norm[k] = 1 / sqrt(squares / (n - 1) *
				      (1 + rest * rest * (n - k - 1) - sum * sum / n));
	}
	return squares;
}

/* The largest statistic over all splits of the scores in the order they have now. */
static double split__best(const struct split *s, size_t *at)
{
	double after = 0, z, best = -1;
	size_t k;

	/* The scores add up to 0, so the mean of the weights drops out. */
	for (k = s->n; k-- > CHANGEPOINT_MIN_SEGMENT; ) {
		z = fabs(s->score[k] + (1 - s->rho) * after) * s->norm[k];
		after += s->score[k];
		if (k <= s->n - CHANGEPOINT_MIN_SEGMENT && z > best) {
			best = z;
			*at = k;
		}
	}
	return best;
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

static void remember(struct split *s, double z)
{
	size_t i;

	if (s->nr_tail == TAIL && z <= s->tail[TAIL - 1])
		return;
	i = s->nr_tail < TAIL ? s->nr_tail++ : TAIL - 1;
	for (; i && s->tail[i - 1] < z; i--)
		s->tail[i] = s->tail[i - 1];
	s->tail[i] = z;
}

/*
 * How often does chance split as well? Beyond what the permutations show, the
 * tail falls as that of a correlation in a random order: squared, over n - 1, it
 * has a beta distribution. Sums of many normal scores are close to that, sums of a
 * few have a shorter tail. Of few different values they may have a longer one, and
 * it is permuted further.
 */
static double permutation_p(struct split *s, double best, double alpha, gsl_rng *rng)
{
	double q, p, most = fmin(ceil(3 / alpha), s->tied ? MOST_TIED : MOST);
	size_t done, larger = 0, at;

	s->nr_tail = 0;
	for (done = 1; done <= most; done++) {
		gsl_ran_shuffle(rng, s->score, s->n, sizeof(*s->score));
		q = split__best(s, &at);
		remember(s, q);
		/* Rounding must not make an equal split a smaller one. */
		if (q >= best * (1 - 1e-9))
			larger++;
		if (larger == ENOUGH_LARGER && larger > alpha * done)
			return (double)larger / done;
	}
	p = (larger + 1.0) / (most + 1.0);
	q = s->tail[s->nr_tail - 1];
	if (larger || best <= q)
		return p;
	return fmin(p, s->nr_tail / most * best / q *
		    pow((s->n - 1 - best * best) / (s->n - 1 - q * q), s->n / 2.0 - 1));
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
	p = permutation_p(&x->split, best, x->alpha, x->rng);
	if (p > x->alpha)
		return;
	at = stats__place(x->v + first, n, at, x->split.rho, CHANGEPOINT_MIN_SEGMENT,
			  x->split.left);
	divide(x, first, first + at);
	x->out[(*x->nr)++] = (struct changepoint){ first + at, p };
	divide(x, first + at, end);
}

int changepoint__noisy(const double *v, size_t n, double rho, double alpha,
		       unsigned long seed, struct changepoint *out, size_t *nr)
{
	struct search x = { .v = v, .alpha = alpha, .out = out, .nr = nr };

	*nr = 0;
	x.rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (!x.rng)
		return -ENOMEM;
	if (split__allocate(&x.split, n + 1, rho)) {
		gsl_rng_free(x.rng);
		return -ENOMEM;
	}
	gsl_rng_set(x.rng, seed);
	divide(&x, 0, n);
	split__free(&x.split);
	gsl_rng_free(x.rng);
	return 0;
}
