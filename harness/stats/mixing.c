// SPDX-License-Identifier: GPL-2.0-only
/* mixing.c - the noise of the sides once their rounds are mixed. */
#include "mixing.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

static int take(struct stats_mixed *kind, const struct stats_family *f,
		const struct stats_row *row)
{
	size_t units = stats__units(f);

	if (kind->nr == STATS_MIXED || !is_mixed(f, row))
		return 0;
	if (!kind->v)
		kind->v = calloc(STATS_MIXED * units, sizeof(*kind->v));
	if (!kind->v)
		return -ENOMEM;
	memcpy(kind->v + kind->nr++ * units, row->v, units * sizeof(*row->v));
	kind->log_s2[0] += log(row->side[0].s2);
	kind->log_s2[1] += log(row->side[1].s2);
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
	size_t i, s;
	int err = 0;

	for (i = 0; i < f->nr; i++)
		m->nr = f->rows[i].kind >= m->nr ? f->rows[i].kind + 1 : m->nr;
	m->kinds = calloc(m->nr, sizeof(*m->kinds));
	if (!m->kinds)
		return -ENOMEM;
	stats__mixing_reset(m);
	for (i = 0; !err && !f->paired && i < f->nr; i++)
		err = take(&m->kinds[f->rows[i].kind], f, &f->rows[i]);
	for (i = 0; i < m->nr; i++) {
		for (s = 0; s < 2 && m->kinds[i].nr; s++)
			m->kinds[i].log_s2[s] /= m->kinds[i].nr;
	}
	return err;
}

/* Logarithms of the variances of both sides, of one row. */
static void add_row(const double *v, const struct stats_labels *l, double log_s2[2])
{
	double sum[2] = { 0 }, squares[2] = { 0 }, n[2] = { l->f->nb, l->f->nh };
	size_t i, s;

	for (i = 0; i < l->units; i++) {
		s = i < l->f->nh;
		sum[s] += v[l->order[i]];
		squares[s] += v[l->order[i]] * v[l->order[i]];
	}
	for (s = 0; s < 2; s++)
		log_s2[s] += log(fmax(squares[s] - sum[s] * sum[s] / n[s],
				      1e-12 * (squares[0] + squares[1])) / (n[s] - 1));
}

void stats__mixing_turn(struct stats_mixing *m, const struct stats_labels *l)
{
	/* Residuals of two means vary less than what they are residuals of. */
	double less = (l->units - 1.0) / (l->units - 2.0), log_s2[2];
	struct stats_mixed *kind;
	size_t i;
	int s;

	for (kind = m->kinds; kind < m->kinds + m->nr; kind++) {
		log_s2[0] = log_s2[1] = 0;
		for (i = 0; i < kind->nr; i++)
			add_row(kind->v + i * l->units, l, log_s2);
		for (s = 0; s < 2 && kind->nr; s++)
			kind->scale[s] = less * exp(log_s2[s] / kind->nr - kind->log_s2[s]);
	}
}

void stats__mixing_free(struct stats_mixing *m)
{
	size_t i;

	for (i = 0; m->kinds && i < m->nr; i++)
		free(m->kinds[i].v);
	free(m->kinds);
}
