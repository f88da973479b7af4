// SPDX-License-Identifier: GPL-2.0-only
/* block.c - relabelings side by side. */
#include "block.h"
#include "statistic.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LANES	32	/* relabelings in a loop of a length that compilers like */
#define ROUNDING	1e-12	/* rounds that all agree leave rounding errors alone */

int stats__block_create(struct stats_block *b, const struct stats_family *f, size_t kinds)
{
	size_t units = stats__units(f);

	b->f = f;
	b->weight = calloc(units * STATS_BLOCK, sizeof(*b->weight));
	b->order = calloc(units * STATS_BLOCK, sizeof(*b->order));
	b->scale = calloc(kinds, sizeof(*b->scale));
	return b->weight && b->order && b->scale ? 0 : -ENOMEM;
}

static void put(struct stats_block *b, size_t k, const struct stats_labels *l)
{
	size_t i;

	for (i = 0; i < l->units && b->f->paired; i++)
		b->weight[i * STATS_BLOCK + k] = l->sign[i];
	for (i = 0; i < l->units && !b->f->paired; i++) {
		b->weight[l->order[i] * STATS_BLOCK + k] = i < b->f->nh;
		b->order[k * l->units + i] = l->order[i];
	}
}

static void add(size_t n, double *restrict to, const double *restrict weight, double v)
{
	size_t k, i;

	for (k = 0; k < n; k += LANES) {
		for (i = 0; i < LANES; i++)
			to[k + i] += weight[k + i] * v;
	}
}

static void add_round(struct stats_block *b, size_t i, double v)
{
	add(b->n, b->sum, b->weight + i * STATS_BLOCK, v);
	if (!b->f->paired)
		add(b->n, b->squares, b->weight + i * STATS_BLOCK, v * v);
}

static void clear(struct stats_block *b)
{
	memset(b->sum, 0, sizeof(b->sum));
	memset(b->squares, 0, sizeof(b->squares));
}

/* What the variances of both sides are once rounds are mixed, of one row. */
static void add_mixed(struct stats_block *b, const double *v, double (*scale)[STATS_BLOCK])
{
	double nb = b->f->nb, nh = b->f->nh, all = 0, own;
	size_t i, k;

	clear(b);
	for (i = 0; i < stats__units(b->f); i++) {
		all += v[i] * v[i];
		add_round(b, i, v[i]);
	}
	/* Residuals add up to 0: the base's sum is -sum. */
	for (k = 0; k < b->n; k++) {
		own = b->sum[k] * b->sum[k];
		scale[0][k] += (all - b->squares[k] - own / nb) / (nb - 1);
		scale[1][k] += (b->squares[k] - own / nh) / (nh - 1);
	}
}

static void set_scales(struct stats_block *b, const struct stats_mixing *m, bool measured)
{
	/* Residuals of two means vary less than what they are residuals of. */
	double units = stats__units(b->f), less = (units - 1) / (units - 2);
	const struct stats_mixed *kind;
	size_t nr, i, k;
	int s;

	for (nr = 0; nr < m->nr; nr++) {
		kind = &m->kinds[nr];
		memset(b->scale[nr], 0, sizeof(b->scale[nr]));
		for (i = 0; i < kind->nr; i++)
			add_mixed(b, kind->v + i * stats__units(b->f), b->scale[nr]);
		for (s = 0; s < 2; s++) {
			for (k = 0; k < b->n; k++)
				b->scale[nr][s][k] = kind->nr && !(measured && !k) ?
					less * b->scale[nr][s][k] / kind->s2[s] : 1;
		}
	}
}

bool stats__block_fill(struct stats_block *b, struct stats_labels *l,
		       const struct stats_mixing *m, size_t turn, size_t total)
{
	bool measured = !turn;

	for (b->n = 0; b->n < STATS_BLOCK && turn < total; turn++, b->n++) {
		if (turn)
			stats__labels_next(l, turn);
		put(b, b->n, l);
	}
	set_scales(b, m, measured);
	return b->n;
}

/* A row that lacks rounds: as many heads as it has, of those that it has. */
static void add_heads(struct stats_block *b, const struct stats_row *row, size_t k)
{
	const unsigned int *order = b->order + k * stats__units(b->f);
	size_t left = row->side[1].n;
	double v;

	for (; left; order++) {
		v = row->v[*order];
		if (isnan(v))
			continue;
		b->sum[k] += v;
		b->squares[k] += v * v;
		left--;
	}
}

static void add_up(struct stats_block *b, const struct stats_row *row)
{
	size_t units = stats__units(b->f), i;

	clear(b);
	for (i = 0; i < b->n && !b->f->paired && !row->whole; i++)
		add_heads(b, row, i);
	for (i = 0; i < units && (b->f->paired || row->whole); i++) {
		if (!isnan(row->v[i]))
			add_round(b, i, row->v[i]);
	}
}

static double larger(double a, double b)
{
	return a > b ? a : b;
}

/* A variance is (scaled * scale + part * sum of squares) / weight. */
struct variance {
	double scaled;
	double weight;
	double part;
};

static struct variance variance_of(const struct stats_spread *s)
{
	if (isinf(s->prior_df))
		return (struct variance){ s->prior_s2, 1, 0 };
	return (struct variance){ s->prior_df * s->prior_s2, s->prior_df + s->n - 1, 1 };
}

static void look_at_pairs(struct stats_block *b, const struct stats_row *row)
{
	const struct variance of = variance_of(&row->side[0]);
	double n = row->side[0].n, least = row->squares * ROUNDING, squares = row->squares;
	size_t k;

	for (k = 0; k < b->n; k++) {
		double own = b->sum[k] * b->sum[k], ss = larger(squares - own / n, least);

		b->t2[k] = own * of.weight / (n * (of.scaled + of.part * ss));
	}
}

static void look_at_sides(struct stats_block *b, const struct stats_row *row)
{
	const struct variance base = variance_of(&row->side[0]), head = variance_of(&row->side[1]);
	double nb = row->side[0].n, nh = row->side[1].n, by = (1 / nh + 1 / nb) * (1 / nh + 1 / nb);
	double least = row->squares * ROUNDING, squares = row->squares;
	const double *scale_base = b->scale[row->kind][0], *scale_head = b->scale[row->kind][1];
	size_t k;

	/* The values are free of their mean: the base's sum is -sum. */
	for (k = 0; k < b->n; k++) {
		double own = b->sum[k] * b->sum[k];
		double of_head = larger(b->squares[k] - own / nh, least);
		double of_base = larger(squares - b->squares[k] - own / nb, least);

		of_head = (head.scaled * scale_head[k] + head.part * of_head) / (head.weight * nh);
		of_base = (base.scaled * scale_base[k] + base.part * of_base) / (base.weight * nb);
		b->t2[k] = own * by / (of_head + of_base);
	}
}

void stats__block_look(struct stats_block *b, const struct stats_row *row)
{
	if (row->squares == 0) {
		memset(b->t2, 0, sizeof(b->t2));
		return;
	}
	add_up(b, row);
	if (b->f->paired)
		look_at_pairs(b, row);
	else
		look_at_sides(b, row);
}

double stats__block_z(const struct stats_block *b, const struct stats_row *row, size_t k)
{
	const double scale[2] = { b->scale[row->kind][0][k], b->scale[row->kind][1][k] };

	if (b->t2[k] == 0)
		return 0;
	return stats__z_of_t(sqrt(b->t2[k]), stats__freedom(b->f, row, b->sum[k],
							    b->squares[k], scale));
}

void stats__block_free(struct stats_block *b)
{
	free(b->weight);
	free(b->order);
	free(b->scale);
}
