// SPDX-License-Identifier: GPL-2.0-only
/* family.c - one permutation test for all cells, slopes and fixed costs of a comparison. */
#include "family.h"
#include "block.h"
#include "prepare.h"
#include "shape.h"
#include "statistic.h"
#include "stats.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two statistics that differ by rounding alone are one. */
#define SLACK	(1 - 1e-9)

/**
 * struct trial - the relabelings of one family, counted
 * @f: the family
 * @seed: of the relabelings that are drawn
 * @mixing: of independent sides, what a relabeling does to their noise
 * @block: those at hand
 * @order: rows by falling statistic; those that cannot be tested are last
 * @nr: how many can be tested
 * @decided: how many of @order have changed
 * @total: relabelings that were counted
 * @over: of each row, relabelings in which it reaches its own statistic
 * @over_max: of each rank, those in which this row or a lower one reaches it
 * @max: the largest statistic of each relabeling
 */
struct trial {
	struct stats_family *f;
	unsigned long seed;
	struct stats_mixing mixing;
	struct stats_block block;
	size_t *order;
	size_t nr;
	size_t decided;
	size_t total;
	size_t *over;
	size_t *over_max;
	double *max;
};

double stats__least_p(bool paired, size_t n, size_t m)
{
	double all = stats__relabelings(paired, n < m ? n : m, m);

	return fmin(1, fmax(paired ? 1 / all : 2 / all, 1.0 / STATS_FLIPS));
}

size_t stats__least_rounds(bool paired)
{
	size_t n = 2;

	while (stats__least_p(paired, n, n) >= STATS_ALPHA)
		n++;
	return n;
}

static struct stats_shape shape_of(const struct trial *tr, const struct stats_row *row)
{
	if (tr->f->paired || row->alike)
		return (struct stats_shape){ 0, 0 };
	return stats__shape(&tr->mixing, row);
}

/* The statistic that was measured; then the block is at its first relabeling. */
static double measured(struct trial *tr, const struct stats_row *row)
{
	const struct stats_shape shape = shape_of(tr, row);
	struct stats_block *b = &tr->block;
	double t2, z;

	stats__block_look(b, row);
	t2 = b->t2[0];
	b->t2[0] *= tr->f->effective * tr->f->effective;
	z = stats__block_z(b, row, 0);
	b->t2[0] = t2;
	if (!tr->f->paired)
		z = stats__z_of_t(z, stats__prior_freedom(row));
	return stats__as_normal(&shape, z);
}

/* The values are free of their mean, so the head's alone say what the difference is. */
static void set_interval(const struct trial *tr, struct stats_row *row)
{
	const struct stats_shape shape = shape_of(tr, row);
	struct stats_error e = stats__error(tr->f, row);
	double differ = tr->block.sum[0] * (1.0 / row->side[0].n + 1.0 / row->side[1].n);
	double t = stats__t_of_z(STATS_INTERVAL_Z, e.df) / STATS_INTERVAL_Z;
	double by = stats__as_shaped(&shape, STATS_INTERVAL_Z) * t * e.se;

	row->low = differ - by;
	row->high = differ + by;
}

/* By falling statistic; the first relabeling of the block is what was measured. */
static int rank(struct trial *tr)
{
	struct stats_row *rows = tr->f->rows;
	double *falling = calloc(tr->f->nr, sizeof(*falling));
	size_t i;

	if (!falling)
		return -ENOMEM;
	for (i = 0; i < tr->f->nr; i++) {
		falling[i] = 1;
		rows[i].p = rows[i].p_adjusted = rows[i].mde = NAN;
		rows[i].low = rows[i].high = NAN;
		rows[i].z = 0;
		if (!stats__testable(tr->f, &rows[i]))
			continue;
		rows[i].z = measured(tr, &rows[i]);
		if (!tr->f->paired)
			set_interval(tr, &rows[i]);
		falling[i] = -rows[i].z;
		tr->nr++;
	}
	gsl_sort_index(tr->order, falling, 1, tr->f->nr);
	free(falling);
	return 0;
}

/* Raise the block's maxima to the statistics of the row that was looked at. */
static void raise(const struct stats_block *b, const struct stats_row *row, double *max)
{
	double z;
	size_t k;

	/* The normal variable of the same p is never larger than t. */
	for (k = 0; k < b->n; k++) {
		if (b->t2[k] <= max[k] * max[k])
			continue;
		z = stats__block_z(b, row, k);
		max[k] = z > max[k] ? z : max[k];
	}
}

/* In how many relabelings does the row that was looked at reach @own? */
static size_t reach(const struct stats_family *f, const struct stats_block *b,
		    const struct stats_row *row, double own)
{
	double least = own * own, certain;
	size_t k, n = 0;

	/*
	 * Of pairs, one number of degrees of freedom holds for all relabelings. Of sides it
	 * is at least that of either side: few relabelings lie between the two bounds.
	 */
	certain = pow(stats__t_of_z(own, stats__least_freedom(f, row)), 2);
	if (f->paired)
		least = certain;
	for (k = 0; k < b->n; k++)
		n += b->t2[k] >= certain ||
		     (b->t2[k] >= least && stats__block_z(b, row, k) >= own);
	return n;
}

/* Holm's order: a row competes with those that have not been rejected yet. */
static void count(struct trial *tr)
{
	double *max = tr->max + tr->total, own;
	const struct stats_row *row;
	size_t rank, k, n;

	for (rank = tr->nr; rank--;) {
		row = &tr->f->rows[tr->order[rank]];
		own = row->z * SLACK;
		stats__block_look(&tr->block, row);
		raise(&tr->block, row, max);
		tr->over[rank] += reach(tr->f, &tr->block, row, own);
		for (k = n = 0; k < tr->block.n; k++)
			n += max[k] >= own;
		tr->over_max[rank] += n;
	}
	tr->total += tr->block.n;
}

/* A few rounds that scatter more than the other side's: Bonferroni's bound of Welch's p. */
static void be_cautious(const struct trial *tr, struct stats_row *row)
{
	double p = stats__cautious_p(row, (row->low + row->high) / 2);

	row->p = fmax(row->p, p);
	row->p_adjusted = fmax(row->p_adjusted, fmin(p * tr->nr, 1));
}

static void conclude(struct trial *tr)
{
	struct stats_row *row;
	double worst = 0;
	size_t k;

	for (k = 0; k < tr->nr; k++) {
		row = &tr->f->rows[tr->order[k]];
		worst = fmax(worst, (double)tr->over_max[k] / tr->total);
		row->p = (double)tr->over[k] / tr->total;
		row->p_adjusted = worst;
		if (row->unlike)
			be_cautious(tr, row);
		if (worst < STATS_ALPHA)
			tr->decided = k + 1;
	}
}

/* Once the rows that are decided have stepped down, they compete with nobody. */
static int step_down(struct trial *tr)
{
	struct stats_labels l = { 0 };
	int err = stats__labels_create(&l, tr->f, STATS_TAIL_FLIPS, tr->seed);
	const struct stats_row *row;
	size_t k;

	memset(tr->max, 0, tr->total * sizeof(*tr->max));
	for (tr->total = 0; !err && stats__block_fill(&tr->block, &l, &tr->mixing, tr->total,
						      l.total); tr->total += tr->block.n) {
		for (k = tr->decided; k < tr->nr; k++) {
			row = &tr->f->rows[tr->order[k]];
			stats__block_look(&tr->block, row);
			raise(&tr->block, row, tr->max + tr->total);
		}
	}
	stats__labels_free(&l);
	return err;
}

/* The statistic from which on p_adjusted of a single change is below alpha. */
static double critical(struct trial *tr)
{
	size_t tail = ceil(STATS_ALPHA * tr->total);

	gsl_sort(tr->max, 1, tr->total);
	return tr->max[tr->total - tail] / SLACK;
}

static int set_mde(struct trial *tr)
{
	const struct stats_family *f = tr->f;
	struct stats_error e;
	struct stats_row *row;
	double z;
	int err = tr->decided && tr->decided < tr->nr ? step_down(tr) : 0;

	z = critical(tr);
	for (row = f->rows; !err && row < f->rows + f->nr; row++) {
		if (!stats__testable(f, row) ||
		    stats__least_p(f->paired, row->side[0].n,
				   row->side[f->paired ? 0 : 1].n) >= STATS_ALPHA)
			continue;
		e = stats__error(f, row);
		row->mde = (stats__t_of_z(z, e.df) + STATS_POWER_Z) * e.se / f->effective;
	}
	return err;
}

static int try_all(struct trial *tr, struct stats_labels *l)
{
	int err = stats__block_create(&tr->block, tr->f, tr->mixing.nr);

	tr->order = calloc(tr->f->nr, sizeof(*tr->order));
	tr->over = calloc(tr->f->nr, sizeof(*tr->over));
	tr->over_max = calloc(tr->f->nr, sizeof(*tr->over_max));
	tr->max = calloc(l->total, sizeof(*tr->max));
	if (err || !tr->order || !tr->over || !tr->over_max || !tr->max)
		return -ENOMEM;
	while (!err && stats__block_fill(&tr->block, l, &tr->mixing, tr->total, l->total)) {
		if (!tr->total)
			err = rank(tr);
		if (!err)
			count(tr);
	}
	if (err || !tr->nr)
		return err;
	conclude(tr);
	return set_mde(tr);
}

int stats__family(struct stats_family *f, unsigned long seed)
{
	struct trial tr = { .f = f, .seed = seed };
	struct stats_labels l = { 0 };
	int err;

	if (!f->nr)
		return 0;
	err = stats__prepare(f, &tr.mixing);
	if (!err)
		err = stats__labels_create(&l, f, STATS_FLIPS, seed);
	if (!err)
		err = try_all(&tr, &l);
	stats__labels_free(&l);
	stats__mixing_free(&tr.mixing);
	stats__block_free(&tr.block);
	free(tr.order);
	free(tr.over);
	free(tr.over_max);
	free(tr.max);
	return err;
}
