// SPDX-License-Identifier: GPL-2.0-only
/* changepoint.c - change points of a sequence. */
#include "changepoint.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ENOUGH_LARGER	10	/* permutations as extreme: not significant */
#define ROUNDING	1e-12	/* relative error of a mean of equal values */

size_t changepoint__exact(const double *v, const double *low,
			  const double *high, size_t n, double tolerance,
			  struct changepoint *out)
{
	size_t i, first = 0, nr = 0;
	double sum = 0, mean;

	for (i = 0; i < n; i++) {
		mean = i ? sum / (i - first) : v[0];
		if (i && fabs(v[i] - mean) > fmax(tolerance, ROUNDING) * fabs(mean) &&
		    (low[i] > high[i - 1] || high[i] < low[i - 1])) {
			out[nr++] = (struct changepoint){ i, 0 };
			first = i;
			sum = 0;
		}
		sum += v[i];
	}
	return nr;
}

/**
 * struct split - work space for one segment
 * @n: its length
 * @sorted: its values
 * @rank: of each value, in the order that is looked at; permuted
 * @distance: by rank: sum of the distances to all the others
 * @all: sum of the distances of all pairs
 * @count: Fenwick tree over ranks: how many are on the left side
 * @sum: the same: their sum
 */
struct split {
	size_t n;
	double *sorted;
	size_t *rank;
	double *distance;
	double all;
	size_t *count;
	double *sum;
};

static void split__free(struct split *s)
{
	free(s->sorted);
	free(s->rank);
	free(s->distance);
	free(s->count);
	free(s->sum);
}

static int split__allocate(struct split *s, size_t n)
{
	*s = (struct split){
		.sorted = calloc(n, sizeof(*s->sorted)),
		.rank = calloc(n, sizeof(*s->rank)),
		.distance = calloc(n, sizeof(*s->distance)),
		.count = calloc(n + 1, sizeof(*s->count)),
		.sum = calloc(n + 1, sizeof(*s->sum)),
	};
	if (s->sorted && s->rank && s->distance && s->count && s->sum)
		return 0;
	split__free(s);
	return -ENOMEM;
}

/* Distances to the others, by rank, in one walk over the sorted values. */
static void split__prepare(struct split *s, const double *v, size_t n)
{
	double below = 0, total = 0;
	size_t i, *order = s->count;	/* not in use yet, and one larger */

	s->n = n;
	gsl_sort_index(order, v, 1, n);
	for (i = 0; i < n; i++) {
		s->sorted[i] = v[order[i]];
		s->rank[order[i]] = i;
		total += s->sorted[i];
	}
	s->all = 0;
	for (i = 0; i < n; i++) {
		s->distance[i] = s->sorted[i] * i - below +
				 (total - below - s->sorted[i]) -
				 s->sorted[i] * (n - 1 - i);
		below += s->sorted[i];
		s->all += s->distance[i] / 2;
	}
}

/* Move the value of this rank to the left side; its distance to that side. */
static double split__move(struct split *s, size_t rank, size_t left,
			  double left_sum)
{
	double x = s->sorted[rank], sum = 0;
	size_t i, count = 0;

	for (i = rank + 1; i; i &= i - 1) {
		count += s->count[i];
		sum += s->sum[i];
	}
	for (i = rank + 1; i <= s->n; i += i & -i) {
		s->count[i]++;
		s->sum[i] += x;
	}
	return x * count - sum + (left_sum - sum) - x * (left - count);
}

/* The largest energy distance over all splits of the ranks as they are now. */
static double split__best(struct split *s, size_t *at)
{
	double inner_left = 0, inner_right = s->all, left_sum = 0, to_left;
	double l, r, q, best = -1;
	size_t i;

	memset(s->count, 0, (s->n + 1) * sizeof(*s->count));
	memset(s->sum, 0, (s->n + 1) * sizeof(*s->sum));
	for (i = 0; i + CHANGEPOINT_MIN_SEGMENT < s->n; i++) {
		to_left = split__move(s, s->rank[i], i, left_sum);
		left_sum += s->sorted[s->rank[i]];
		inner_left += to_left;
		inner_right -= s->distance[s->rank[i]] - to_left;
		l = i + 1;
		r = s->n - l;
		if (l < CHANGEPOINT_MIN_SEGMENT)
			continue;
		q = l * r / (l + r) *
		    (2 * (s->all - inner_left - inner_right) / (l * r) -
		     2 * inner_left / (l * (l - 1)) -
		     2 * inner_right / (r * (r - 1)));
		if (q > best) {
			best = q;
			*at = i + 1;
		}
	}
	return best;
}

/* How often does chance split as well? Permutes the ranks. */
static double permutation_p(struct split *s, double best, double alpha,
			    gsl_rng *rng)
{
	size_t done, larger = 0, at, most = ceil(3 / alpha);

	for (done = 1; done <= most; done++) {
		gsl_ran_shuffle(rng, s->rank, s->n, sizeof(*s->rank));
		/* Rounding must not make an equal split a smaller one. */
		if (split__best(s, &at) >= best * (1 - 1e-9))
			larger++;
		if (larger == ENOUGH_LARGER && larger > alpha * done)
			return (double)larger / done;
	}
	return (larger + 1.0) / (most + 1.0);
}

/* Finds those of v[first] ... v[end - 1], in order. */
static void divide(struct split *s, const double *v, size_t first, size_t end,
		   double alpha, gsl_rng *rng, struct changepoint *out,
		   size_t *nr)
{
	size_t at = 0, n = end - first;
	double best, p;

	if (n < CHANGEPOINT_MIN_NOISY)
		return;
	split__prepare(s, v + first, n);
	best = split__best(s, &at);
	if (best <= 0)
		return;
	p = permutation_p(s, best, alpha, rng);
	if (p > alpha)
		return;
	divide(s, v, first, first + at, alpha, rng, out, nr);
	out[(*nr)++] = (struct changepoint){ first + at, p };
	divide(s, v, first + at, end, alpha, rng, out, nr);
}

int changepoint__noisy(const double *v, size_t n, double alpha,
		       unsigned long seed, struct changepoint *out, size_t *nr)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct split s;

	*nr = 0;
	if (!rng)
		return -ENOMEM;
	if (split__allocate(&s, n + 1)) {
		gsl_rng_free(rng);
		return -ENOMEM;
	}
	gsl_rng_set(rng, seed);
	divide(&s, v, 0, n, alpha, rng, out, nr);
	split__free(&s);
	gsl_rng_free(rng);
	return 0;
}
