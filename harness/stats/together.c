// SPDX-License-Identifier: GPL-2.0-only
/* together.c - steps that several sequences have at one value. */
#include "together.h"
#include "placement.h"
#include "split.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LESS	1.5	/* what neighbours may add that are more alike than they seem */
#define WORK	2e9	/* scores that are added up at most, of all permutations */
#define FEWEST	200	/* permutations, however many scores that is */

/**
 * struct together - work space for one segment of all sequences
 * @s: @nr sequences
 * @split: of the one at hand
 * @n: values of the segment
 * @score: of value i, one of each sequence
 * @norm: likewise
 * @rest: 1 - rho of each
 * @after: of each, the sum of the scores behind the split
 * @sum: of each split, over all sequences
 * @measured: the same of the order that was measured
 * @order: of the values
 * @p: of each sequence
 * @rank: sequences by rising p
 */
struct together {
	struct changepoint_sequence *s;
	struct split split;
	size_t nr;
	size_t n;
	double *score;
	double *norm;
	double *rest;
	double *after;
	double *sum;
	double *measured;
	size_t *order;
	double *p;
	size_t *rank;
	double alpha;
	double each;
	gsl_rng *rng;
};

static bool prepare(struct together *t, size_t i, size_t first)
{
	t->split.rho = t->s[i].rho;
	return split__prepare(&t->split, t->s[i].v + first, t->n) > 0;
}

/* The scores of a sequence that is all of one value are 0. */
static void load(struct together *t, size_t first)
{
	size_t i, k, n = t->n;
	bool flat;

	for (i = 0; i < t->nr; i++) {
		flat = !prepare(t, i, first);
		for (k = 0; k < n; k++) {
			t->score[k * t->nr + i] = flat ? 0 : t->split.score[k];
			t->norm[k * t->nr + i] = flat ? 0 : t->split.norm[k];
		}
	}
	for (k = 0; k < n; k++)
		t->order[k] = k;
}

static double add_value(const double *restrict score, const double *restrict norm,
			const double *restrict rest, double *restrict after, size_t nr)
{
	double sum = 0, z;
	size_t i;

	for (i = 0; i < nr; i++) {
		z = (score[i] + rest[i] * after[i]) * norm[i];
		after[i] += score[i];
		sum += z * z;
	}
	return sum;
}

/* The largest sum of the values in the order they have now. */
static double best(struct together *t, size_t *at)
{
	double most = -1;
	size_t k;

	memset(t->after, 0, t->nr * sizeof(*t->after));
	for (k = t->n; k-- > SPLIT_LEAST; ) {
		t->sum[k] = add_value(t->score + t->order[k] * t->nr, t->norm + k * t->nr,
				      t->rest, t->after, t->nr);
		if (k <= t->n - SPLIT_LEAST && t->sum[k] > most) {
			most = t->sum[k];
			*at = k;
		}
	}
	return most;
}

/*
 * Is a sum as large beyond chance? A sum of squares falls exponentially in the end,
 * faster if it is bounded: so far as its tail is not permuted, it is taken for that.
 */
static bool is_significant(struct together *t, double own)
{
	double tail[SPLIT_TAIL], excess = 0, q, most = fmin(ceil(3 / t->alpha), SPLIT_MOST);
	size_t done, larger = 0, nr = 0, at, i;

	most = fmax(fmin(most, ceil(WORK / t->nr / t->n)), FEWEST);
	for (done = 1; done <= most; done++) {
		gsl_ran_shuffle(t->rng, t->order, t->n, sizeof(*t->order));
		q = best(t, &at);
		split__remember(tail, &nr, q);
		larger += q >= own * (1 - 1e-9);
		if (larger == SPLIT_ENOUGH && larger > t->alpha * done)
			return false;
	}
	q = tail[nr - 1];
	for (i = 0; i < nr; i++)
		excess += (tail[i] - q) / nr;
	if (larger || own <= q || !(excess > 0))
		return (larger + 1.0) / (most + 1.0) <= t->alpha;
	return nr / most * exp(-(own - q) / excess) <= t->alpha;
}

/* What a line through the scores explains, as a step's sum; the order is as measured. */
static double line_sum(const struct together *t)
{
	double middle = (t->n - 1) / 2.0, all = 0, squares, products, score, sum = 0;
	size_t i, k;

	for (k = 0; k < t->n; k++)
		all += (k - middle) * (k - middle);
	for (i = 0; i < t->nr; i++) {
		squares = products = 0;
		for (k = 0; k < t->n; k++) {
			score = t->score[k * t->nr + i];
			squares += score * score;
			products += score * (k - middle);
		}
		if (squares > 0)
			sum += products * products * (t->n - 1) / (squares * all);
	}
	return sum;
}

/* Where the others step: a place that the noise of the sequence at hand did not choose. */
static size_t others_place(const struct together *t)
{
	double most = -1, own;
	size_t k, at = SPLIT_LEAST;

	for (k = SPLIT_LEAST; k <= t->n - SPLIT_LEAST; k++) {
		own = split__statistic(&t->split, k);
		if (t->measured[k] - own * own > most) {
			most = t->measured[k] - own * own;
			at = k;
		}
	}
	return at;
}

/* Sequences by rising p. How many of them step? */
static size_t test_each(struct together *t, size_t first)
{
	size_t i, at;

	for (i = 0; i < t->nr; i++) {
		t->p[i] = 1;
		if (!prepare(t, i, first))
			continue;
		at = others_place(t);
		t->p[i] = split__p(&t->split, at, split__statistic(&t->split, at),
				   t->each / t->nr, t->rng);
	}
	gsl_sort_index(t->rank, t->p, 1, t->nr);
	for (i = 0; i < t->nr && t->p[t->rank[i]] <= t->each / (t->nr - i); i++)
		;
	return i;
}

static size_t place(struct together *t, size_t first, size_t at, size_t nr)
{
	double likely[2 * STATS_NEAR + 1] = { 0 };
	const struct changepoint_sequence *s;
	size_t i;

	for (i = 0; i < nr; i++) {
		s = &t->s[t->rank[i]];
		stats__place_add(s->v + first, t->n, at, s->rho, t->split.left, likely);
	}
	return stats__place_best(t->n, at, SPLIT_LEAST, likely);
}

/* Finds those of values @first to @end - 1. */
static void divide(struct together *t, size_t first, size_t end)
{
	struct changepoint_sequence *s;
	size_t at = 0, nr, i;

	t->n = end - first;
	if (t->n < CHANGEPOINT_MIN_NOISY || changepoint__least_p(t->n) > t->alpha)
		return;
	load(t, first);
	if (!(best(t, &at) > 0))
		return;
	memcpy(t->measured, t->sum, t->n * sizeof(*t->sum));
	/* A drift that a line explains better is no step. */
	if (line_sum(t) > t->measured[at])
		return;
	if (!is_significant(t, t->measured[at] / LESS))
		return;
	nr = test_each(t, first);
	if (!nr)
		return;
	at = first + place(t, first, at, nr);
	for (i = 0; i < nr; i++) {
		s = &t->s[t->rank[i]];
		s->out[s->nr++] = (struct changepoint){ at, t->p[t->rank[i]] };
	}
	divide(t, first, at);
	divide(t, at, end);
}

static int allocate(struct together *t, size_t n)
{
	size_t i;

	t->score = calloc(t->nr * n, sizeof(*t->score));
	t->norm = calloc(t->nr * n, sizeof(*t->norm));
	t->rest = calloc(t->nr, sizeof(*t->rest));
	t->after = calloc(t->nr, sizeof(*t->after));
	t->sum = calloc(n, sizeof(*t->sum));
	t->measured = calloc(n, sizeof(*t->measured));
	t->order = calloc(n, sizeof(*t->order));
	t->p = calloc(t->nr, sizeof(*t->p));
	t->rank = calloc(t->nr, sizeof(*t->rank));
	t->rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (!t->score || !t->norm || !t->rest || !t->after || !t->sum || !t->measured ||
	    !t->order || !t->p || !t->rank || !t->rng)
		return -ENOMEM;
	for (i = 0; i < t->nr; i++)
		t->rest[i] = 1 - t->s[i].rho;
	return split__allocate(&t->split, n + 1, 0);
}

static void release(struct together *t)
{
	split__free(&t->split);
	free(t->score);
	free(t->norm);
	free(t->rest);
	free(t->after);
	free(t->sum);
	free(t->measured);
	free(t->order);
	free(t->p);
	free(t->rank);
	gsl_rng_free(t->rng);
}

static int by_place(const void *a, const void *b)
{
	const struct changepoint *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

int changepoint__together(struct changepoint_sequence *s, size_t nr, size_t n, double alpha,
			  double each, unsigned long seed)
{
	struct together t = { .s = s, .nr = nr, .alpha = alpha, .each = each };
	size_t i;
	int err;

	for (i = 0; i < nr; i++)
		s[i].nr = 0;
	if (nr < 2 || n < CHANGEPOINT_MIN_NOISY)
		return 0;
	err = allocate(&t, n);
	if (!err) {
		gsl_rng_set(t.rng, seed);
		divide(&t, 0, n);
	}
	for (i = 0; !err && i < nr; i++)
		qsort(s[i].out, s[i].nr, sizeof(*s[i].out), by_place);
	release(&t);
	return err;
}
