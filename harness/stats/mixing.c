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

/* Of @n values that are free of their mean. */
static void add_cumulants(struct stats_mixed *kind, int side, const double *v, double n)
{
	double sum2 = 0, sum3 = 0, sum4 = 0, k3, k4;
	size_t i;

	for (i = 0; i < n; i++) {
		sum2 += v[i] * v[i];
		sum3 += v[i] * v[i] * v[i];
		sum4 += v[i] * v[i] * v[i] * v[i];
	}
	kind->s2[side] += sum2 / (n - 1);
	if (n < 4)
		return;
	k3 = n * sum3 / ((n - 1) * (n - 2));
	k4 = n / ((n - 1) * (n - 2) * (n - 3)) *
	     ((n + 1) * sum4 - 3 * (n - 1) / n * sum2 * sum2);
	kind->k3[side] += k3;
	kind->k4[side] += k4;
	kind->k3_squares[side] += k3 * k3;
	kind->k4_squares[side] += k4 * k4;
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
	add_cumulants(kind, 0, v, f->nb);
	add_cumulants(kind, 1, v + f->nb, f->nh);
	return 0;
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
	for (i = 0; !err && !f->paired && i < f->nr; i++)
		err = take(&m->kinds[f->rows[i].kind], f, &f->rows[i]);
	return err;
}

void stats__mixing_free(struct stats_mixing *m)
{
	size_t i;

	for (i = 0; m->kinds && i < m->nr; i++)
		free(m->kinds[i].v);
	free(m->kinds);
}
