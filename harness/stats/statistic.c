// SPDX-License-Identifier: GPL-2.0-only
/* statistic.c - how well the difference of a row's sides is known. */
#include "statistic.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double stats__z_of_t(double t, double df)
{
	if (isinf(df))
		return t;
	return (8 * df + 1) / (8 * df + 3) * sqrt(df * log1p(t * t / df));
}

double stats__t_of_z(double z, double df)
{
	if (isinf(df))
		return z;
	z *= (8 * df + 3) / (8 * df + 1);
	return sqrt(df * expm1(z * z / df));
}

static double moderate(const struct stats_spread *s, double ss, double scale)
{
	if (isinf(s->prior_df))
		return s->prior_s2 * scale;
	return (s->prior_df * s->prior_s2 * scale + ss) / (s->prior_df + s->n - 1);
}

/* Variances of the two means, and the degrees of freedom of their sum. */
static struct stats_error welch(const struct stats_row *row, const double ss[2],
				const double scale[2])
{
	struct stats_error e;
	double share[2], spread = 0;
	int s;

	for (s = 0; s < 2; s++) {
		const struct stats_spread *side = &row->side[s];

		share[s] = moderate(side, ss[s], scale[s]) / side->n;
		spread += share[s] * share[s] / (side->prior_df + side->n - 1);
	}
	e.se = sqrt(share[0] + share[1]);
	e.df = spread > 0 ? pow(share[0] + share[1], 2) / spread : INFINITY;
	return e;
}

struct stats_error stats__error(const struct stats_family *f,
				const struct stats_row *row)
{
	static const double as_measured[2] = { 1, 1 };
	const struct stats_spread *s = row->side;
	double ss[2] = { s[0].s2 * s[0].df, s[1].s2 * s[1].df };

	if (!f->paired)
		return welch(row, ss, as_measured);
	return (struct stats_error){ sqrt(moderate(s, ss[0], 1) / s->n),
				     s->prior_df + s->df };
}

double stats__prior_freedom(const struct stats_row *row)
{
	double share, part, sum = 0, spread = 0;
	int s;

	for (s = 0; s < 2; s++) {
		const struct stats_spread *side = &row->side[s];

		share = moderate(side, side->s2 * side->df, 1) / side->n;
		part = isinf(side->prior_df) ? 1 :
		       side->prior_df / (side->prior_df + side->n - 1);
		sum += share;
		spread += part > 0 ? pow(share * part, 2) / side->shared : 0;
	}
	return spread > 0 ? sum * sum / spread : INFINITY;
}

double stats__cautious_p(const struct stats_row *row, double differ)
{
	double share, sum = 0, spread = 0;
	int s;

	for (s = 0; s < 2; s++) {
		const struct stats_spread *side = &row->side[s];

		share = fmax(side->s2, side->prior_df > 0 ? side->prior_s2 : 0) / side->n;
		sum += share;
		spread += share * share / side->df;
	}
	if (sum == 0)
		return 0;
	return 2 * gsl_cdf_tdist_Q(fabs(differ) / sqrt(sum), sum * sum / spread);
}

double stats__freedom(const struct stats_family *f, const struct stats_row *row, double sum,
		      double squares, const double scale[2])
{
	double nb = row->side[0].n, nh = row->side[1].n, ss[2];

	if (f->paired)
		return row->side[0].prior_df + row->side[0].df;
	ss[1] = fmax(squares - sum * sum / nh, 0);
	ss[0] = fmax(row->squares - squares - sum * sum / nb, 0);
	return welch(row, ss, scale).df;
}

double stats__least_freedom(const struct stats_family *f, const struct stats_row *row)
{
	const struct stats_spread *s = row->side;

	if (f->paired)
		return s[0].prior_df + s[0].df;
	return fmin(s[0].prior_df + s[0].n - 1, s[1].prior_df + s[1].n - 1);
}
