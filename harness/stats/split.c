// SPDX-License-Identifier: GPL-2.0-only
/* split.c - one segment of a sequence, and where it is split best. */
#include "split.h"
#include "tails.h"

#include <errno.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TIED	40000	/* permutations where many values are equal */

void split__free(struct split *s)
{
	free(s->left);
	free(s->order);
	free(s->score);
	free(s->norm);
	*s = (struct split){ 0 };
}

int split__allocate(struct split *s, size_t n, double rho)
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

double split__prepare(struct split *s, const double *v, size_t n)
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

double split__best(const struct split *s, size_t *at)
{
	double after = 0, z, best = -1;
	size_t k;

	/* The scores add up to 0, so the mean of the weights drops out. */
	for (k = s->n; k-- > SPLIT_LEAST; ) {
		z = fabs(s->score[k] + (1 - s->rho) * after) * s->norm[k];
		after += s->score[k];
		if (k <= s->n - SPLIT_LEAST && z > best) {
			best = z;
			*at = k;
		}
	}
	return best;
}

double split__statistic(const struct split *s, size_t at)
{
	double after = 0;
	size_t k;

	for (k = at + 1; k < s->n; k++)
		after += s->score[k];
	return fabs(s->score[at] + (1 - s->rho) * after) * s->norm[at];
}

void split__remember(double *tail, size_t *nr, double z)
{
	size_t i;

	if (*nr == SPLIT_TAIL && z <= tail[SPLIT_TAIL - 1])
		return;
	i = *nr < SPLIT_TAIL ? (*nr)++ : SPLIT_TAIL - 1;
	for (; i && tail[i - 1] < z; i--)
		tail[i] = tail[i - 1];
	tail[i] = z;
}

double split__p(struct split *s, size_t at, double own, double alpha, gsl_rng *rng)
{
	double q, p, most = fmin(ceil(3 / alpha), s->tied ? MOST_TIED : SPLIT_MOST);
	size_t done, larger = 0, where;

	s->nr_tail = 0;
	for (done = 1; done <= most; done++) {
		gsl_ran_shuffle(rng, s->score, s->n, sizeof(*s->score));
		q = at ? split__statistic(s, at) : split__best(s, &where);
		split__remember(s->tail, &s->nr_tail, q);
		/* Rounding must not make an equal split a smaller one. */
		if (q >= own * (1 - 1e-9))
			larger++;
		if (larger == SPLIT_ENOUGH && larger > alpha * done)
			return (double)larger / done;
	}
	p = (larger + 1.0) / (most + 1.0);
	q = s->tail[s->nr_tail - 1];
	if (larger || own <= q)
		return p;
	return fmin(p, s->nr_tail / most * own / q *
		    pow((s->n - 1 - own * own) / (s->n - 1 - q * q), s->n / 2.0 - 1));
}
