/* SPDX-License-Identifier: GPL-2.0-only */
/* split.h - one segment of a sequence, and where it is split best. Private to changepoint. */
#ifndef STATS_SPLIT_H
#define STATS_SPLIT_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#define SPLIT_TAIL	20	/* of the permutations that their tail is known from */
#define SPLIT_ENOUGH	10	/* permutations as extreme: not significant */
#define SPLIT_MOST	4000	/* permutations */
#define SPLIT_LEAST	2	/* values on either side of a split */

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
 * @tail: the @nr_tail largest statistics of random orders
 */
struct split {
	size_t n;
	double rho;
	bool tied;
	double *left;
	size_t *order;
	double *score;
	double *norm;
	double tail[SPLIT_TAIL];
	size_t nr_tail;
};

/** split__allocate() - room for segments of @n values; 0 or -ENOMEM */
int split__allocate(struct split *s, size_t n, double rho);

/** split__free() - what split__allocate() took */
void split__free(struct split *s);

/**
 * split__prepare() - the scores of @n values
 *
 * A step at k leaves its whole height in what is left of v[k], and 1 - rho of it
 * in every later one.
 *
 * Return: their sum of squares; 0 if all values are equal.
 */
double split__prepare(struct split *s, const double *v, size_t n);

/** split__best() - the largest statistic over all splits of the scores as they lie now */
double split__best(const struct split *s, size_t *at);

/** split__statistic() - the same of one split, right before value @at */
double split__statistic(const struct split *s, size_t at);

/**
 * split__p() - how often does chance split as well?
 * @at: place of the only split that counts, or 0 for all
 * @own: its statistic
 *
 * The scores are left in a random order. Beyond what the permutations show, the
 * tail falls as that of a correlation in a random order: squared, over n - 1, it
 * has a beta distribution. Sums of many normal scores are close to that, sums of a
 * few have a shorter tail. Of few different values they may have a longer one, and
 * it is permuted further.
 */
double split__p(struct split *s, size_t at, double own, double alpha, gsl_rng *rng);

/** split__remember() - keep @z of a permutation if it is one of the largest of @tail */
void split__remember(double *tail, size_t *nr, double z);

#endif
