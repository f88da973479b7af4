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
