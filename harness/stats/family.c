// SPDX-License-Identifier: GPL-2.0-only
/* family.c - one permutation test for all cells and slopes of a comparison. */
#include "family.h"
#include "prepare.h"
#include "stats.h"

#include <errno.h>
#include <gsl/gsl_combination.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two statistics that differ by rounding alone are one. */
#define SLACK	(1 - 1e-9)

/**
 * struct trial - the relabelings of one family
 * @f: the family
 * @units: what is relabeled: pairs, or rounds of either side
 * @label: of each unit: the sign of a pair; 1 for a round of the head, else 0
 * @total: relabelings, the one that was measured among them
 * @drawn: they are drawn; otherwise they are all there are
 * @rng: for those that are drawn
 * @heads: for those that are enumerated without pairs
 * @order: rows by falling statistic
 * @t: statistics of the relabeling at hand
 * @over: of each row, relabelings in which it reaches its own statistic
 * @over_max: of each rank, those in which this row or a lower one reaches it
 * @max: the largest statistic of each relabeling
 */
struct trial {
	struct stats_family *f;
	size_t units;
	double *label;
	size_t total;
	bool drawn;
	gsl_rng *rng;
	gsl_combination *heads;
	size_t *order;
	double *t;
	size_t *over;
	size_t *over_max;
	double *max;
};

static double relabelings(bool paired, size_t n, size_t m)
{
	/* A family and its mirror image have the same statistics. */
	if (paired)
		return ldexp(1, fmin(n, 1000) - 1);
	return exp(gsl_sf_lnchoose(n + m, n));
}

double stats__least_p(bool paired, size_t n, size_t m)
{
	double all = relabelings(paired, n < m ? n : m, m);

	return fmin(1, fmax(paired ? 1 / all : 2 / all, 1.0 / STATS_FLIPS));
}

size_t stats__least_rounds(bool paired)
{
	size_t n = 2;

	while (stats__least_p(paired, n, n) >= STATS_ALPHA)
		n++;
	return n;
}

/* 1/n of pairs, 1/nb + 1/nh of rounds: of the mean difference's variance. */
static double share(const struct trial *tr, const struct stats_row *row)
{
	const struct stats_family *f = tr->f;
	double n = 0, heads = 0;
	size_t i;

	if (row->whole)
		return f->paired ? 1.0 / f->nb : 1.0 / f->nb + 1.0 / f->nh;
	for (i = 0; i < tr->units; i++) {
		if (row->v[i] != 0) {
			n++;
			heads += tr->label[i];
		}
	}
	if (f->paired)
		return 1 / n;
	return heads > 0 && heads < n ? 1 / heads + 1 / (n - heads) : 0;
}

static double statistic(const struct trial *tr, const struct stats_row *row)
{
	double sum = 0, c, ss, s2;
	size_t i;

	if (row->df == 0 || row->squares == 0)
		return 0;
	for (i = 0; i < tr->units; i++)
		sum += tr->label[i] * row->v[i];
	c = share(tr, row);
	/* Rounds that all agree leave rounding errors alone. */
	ss = fmax(row->squares - sum * sum * c, row->squares * 1e-12);
	s2 = isinf(row->prior_df) ? row->prior_s2 :
	     (row->prior_df * row->prior_s2 + ss) / (row->prior_df + row->df);
	return fabs(sum) * sqrt(c / s2);
}

static void label_measured(struct trial *tr)
{
	size_t i;

	for (i = 0; i < tr->units; i++)
		tr->label[i] = tr->f->paired || i >= tr->f->nb;
}

/* The next relabeling; @turn 0 is what was measured. */
static void relabel(struct trial *tr, size_t turn)
{
	size_t i;

	if (!turn)
		return;
	if (!tr->f->paired && tr->drawn) {
		gsl_ran_shuffle(tr->rng, tr->label, tr->units,
				sizeof(*tr->label));
	} else if (!tr->f->paired) {
		/* The last combination is the one that was measured. */
		gsl_combination_prev(tr->heads);
		memset(tr->label, 0, tr->units * sizeof(*tr->label));
		for (i = 0; i < tr->f->nh; i++)
			tr->label[gsl_combination_get(tr->heads, i)] = 1;
	} else {
		for (i = 0; i < tr->units; i++)
			tr->label[i] = (tr->drawn ? gsl_rng_get(tr->rng) :
						    turn >> i) & 1 ? -1 : 1;
	}
}

/* Holm's order: a row competes with those that have not been rejected yet. */
static void count(struct trial *tr)
{
	const struct stats_row *rows = tr->f->rows;
	double largest = 0;
	size_t k, i;

	for (k = tr->f->nr; k--;) {
		i = tr->order[k];
		tr->t[i] = statistic(tr, &rows[i]);
		largest = fmax(largest, tr->t[i]);
		tr->over[i] += tr->t[i] >= rows[i].t * SLACK;
		tr->over_max[k] += largest >= rows[i].t * SLACK;
	}
}

static void conclude(struct trial *tr)
{
	struct stats_row *rows = tr->f->rows;
	double worst = 0;
	size_t k, i;

	for (k = 0; k < tr->f->nr; k++) {
		i = tr->order[k];
		worst = fmax(worst, (double)tr->over_max[k] / tr->total);
		rows[i].p = rows[i].p_adjusted = NAN;
		if (rows[i].df == 0)
			continue;
		rows[i].p = (double)tr->over[i] / tr->total;
		rows[i].p_adjusted = worst;
	}
}

/* The statistic from which on p_adjusted of a single change is below alpha. */
static double critical(struct trial *tr)
{
	size_t tail = ceil(STATS_ALPHA * tr->total);

	gsl_sort(tr->max, 1, tr->total);
	return tr->max[tr->total - tail] / SLACK;
}

static void set_mde(struct trial *tr)
{
	const struct stats_family *f = tr->f;
	double least = stats__least_p(f->paired, f->nb, f->nh), t;
	struct stats_row *row;

	label_measured(tr);
	t = (critical(tr) + STATS_POWER_Z) / f->effective;
	for (row = f->rows; row < f->rows + f->nr; row++) {
		double s2 = row->s2;

		if (isinf(row->prior_df))
			s2 = row->prior_s2;
		else if (row->df > 0)
			s2 = (row->prior_df * row->prior_s2 +
			      row->df * row->s2) / (row->prior_df + row->df);
		row->mde = NAN;
		if (row->df > 0 && least < STATS_ALPHA)
			row->mde = t * sqrt(s2 * share(tr, row));
	}
}

/* By falling statistic. */
static void rank(struct trial *tr)
{
	struct stats_row *rows = tr->f->rows;
	size_t i;

	label_measured(tr);
	for (i = 0; i < tr->f->nr; i++) {
		rows[i].t = statistic(tr, &rows[i]) * tr->f->effective;
		tr->t[i] = -rows[i].t;
	}
	gsl_sort_index(tr->order, tr->t, 1, tr->f->nr);
}

static int trial_create(struct trial *tr, unsigned long seed)
{
	const struct stats_family *f = tr->f;
	double all = relabelings(f->paired, f->nb, f->nh);

	tr->units = f->paired ? f->nb : f->nb + f->nh;
	tr->drawn = all > STATS_FLIPS;
	tr->total = tr->drawn ? STATS_FLIPS : round(all);
	tr->label = calloc(tr->units, sizeof(*tr->label));
	tr->order = calloc(f->nr, sizeof(*tr->order));
	tr->t = calloc(f->nr, sizeof(*tr->t));
	tr->over = calloc(f->nr, sizeof(*tr->over));
	tr->over_max = calloc(f->nr, sizeof(*tr->over_max));
	tr->max = calloc(tr->total, sizeof(*tr->max));
	tr->rng = gsl_rng_alloc(gsl_rng_mt19937);
	tr->heads = gsl_combination_alloc(f->paired ? 1 : tr->units,
					  f->paired ? 1 : f->nh);
	if (!tr->label || !tr->order || !tr->t || !tr->over || !tr->over_max ||
	    !tr->max || !tr->rng || !tr->heads)
		return -ENOMEM;
	gsl_rng_set(tr->rng, seed);
	gsl_combination_init_last(tr->heads);
	return 0;
}

static void trial_free(struct trial *tr)
{
	free(tr->label);
	free(tr->order);
	free(tr->t);
	free(tr->over);
	free(tr->over_max);
	free(tr->max);
	if (tr->rng)
		gsl_rng_free(tr->rng);
	if (tr->heads)
		gsl_combination_free(tr->heads);
}

int stats__family(struct stats_family *f, unsigned long seed)
{
	struct trial tr = { .f = f };
	size_t turn;
	int err = 0;

	if (!f->nr)
		return 0;
	err = trial_create(&tr, seed);
	if (!err)
		err = stats__prepare(f);
	if (err)
		goto out;
	rank(&tr);
	for (turn = 0; turn < tr.total; turn++) {
		relabel(&tr, turn);
		count(&tr);
		tr.max[turn] = gsl_stats_max(tr.t, 1, f->nr);
	}
	conclude(&tr);
	set_mde(&tr);
out:
	trial_free(&tr);
	return err;
}
