// SPDX-License-Identifier: GPL-2.0-only
/* mixing.c - the noise of the sides once their rounds are mixed. */
#include "mixing.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static bool is_mixed(const struct stats_family *f, const struct stats_row *row)
{
	size_t i;

	for (i = 0; i < stats__units(f); i++) {
		if (isnan(row->v[i]))
			return false;
	}
	return row->side[0].s2 > 0 && row->side[1].s2 > 0 &&
	       row->side[0].df > 0 && row->side[1].df > 0;
}

/* Rows differ in noise, and are to count alike: each is divided by its own. */
static int take(struct stats_mixed *kind, const struct stats_family *f,
		const struct stats_row *row)
{
	const struct stats_spread *s = row->side;
	double own = (s[0].s2 * s[0].df + s[1].s2 * s[1].df) / (s[0].df + s[1].df), *v;
	size_t units = stats__units(f), i;

	if (kind->nr == STATS_MIXED || !is_mixed(f, row))
		return 0;
	if (!kind->v)
		kind->v = calloc(STATS_MIXED * units, sizeof(*kind->v));
	if (!kind->v)
		return -ENOMEM;
	v = kind->v + kind->nr++ * units;
	for (i = 0; i < units; i++)
		v[i] = row->v[i] / sqrt(own);
	kind->s2[0] += s[0].s2 / own;
	kind->s2[1] += s[1].s2 / own;
	return 0;
}

void stats__mixing_reset(struct stats_mixing *m)
{
	size_t i;

	for (i = 0; i < m->nr; i++)
		m->kinds[i].scale[0] = m->kinds[i].scale[1] = 1;
}

int stats__mixing_create(struct stats_mixing *m, const struct stats_family *f)
{
	size_t i;
	int err = 0;

	for (i = 0; i < f->nr; i++)
		m->nr = f->rows[i].kind >= m->nr ? f->rows[i].kind + 1 : m->nr;
	m->kinds = calloc(m->nr, sizeof(*m->kinds));
	if (!m->kinds)
		return -ENOMEM;
	stats__mixing_reset(m);
	for (i = 0; !err && !f->paired && i < f->nr; i++)
		err = take(&m->kinds[f->rows[i].kind], f, &f->rows[i]);
	return err;
}

/* The variances of both sides, of one row. */
static void add_row(const double *v, const struct stats_labels *l, double s2[2])
{
	double sum[2] = { 0 }, squares[2] = { 0 }, n[2] = { l->f->nb, l->f->nh };
	size_t i, s;

	for (i = 0; i < l->units; i++) {
		s = i < l->f->nh;
		sum[s] += v[l->order[i]];
		squares[s] += v[l->order[i]] * v[l->order[i]];
	}
	for (s = 0; s < 2; s++)
		s2[s] += (squares[s] - sum[s] * sum[s] / n[s]) / (n[s] - 1);
}

void stats__mixing_turn(struct stats_mixing *m, const struct stats_labels *l)
{
	/* Residuals of two means vary less than what they are residuals of. */
	double less = (l->units - 1.0) / (l->units - 2.0), s2[2];
	struct stats_mixed *kind;
	size_t i;
	int s;

	for (kind = m->kinds; kind < m->kinds + m->nr; kind++) {
		s2[0] = s2[1] = 0;
		for (i = 0; i < kind->nr; i++)
			add_row(kind->v + i * l->units, l, s2);
		for (s = 0; s < 2 && kind->nr; s++)
			kind->scale[s] = less * s2[s] / kind->s2[s];
	}
}

void stats__mixing_free(struct stats_mixing *m)
{
	size_t i;

	for (i = 0; m->kinds && i < m->nr; i++)
		free(m->kinds[i].v);
	free(m->kinds);
}
