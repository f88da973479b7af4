// SPDX-License-Identifier: GPL-2.0-only
/* shape.c - what noise that is skewed or has long tails does to a difference of means. */
#include "shape.h"
#include "statistic.h"

#include <math.h>

#define ERRORS		0.25	/* standard errors that chance is taken for */
#define LEAST		4	/* rows, below which none is known */
#define SMALLEST	1e-6	/* below it, a shape is a normal's */

/* Two means' cumulants, head less base, and the variance with which they are known. */
struct known {
	double value;
	double variance;
};

static void add(struct known *k, double sum, double squares, double nr, double weight)
{
	double mean = sum / nr;

	k->value += weight * mean;
	k->variance += weight * weight * fmax(squares / nr - mean * mean, 0) / (nr - 1);
}

/* What is not beyond chance does not count. */
static double beyond(const struct known *k)
{
	return fmax(fabs(k->value) - ERRORS * sqrt(k->variance), 0);
}

static struct stats_shape shape_by(const struct stats_mixed *kind, const struct stats_row *row)
{
	struct stats_shape shape = { 0, 0 };
	struct known k3 = { 0, 0 }, k4 = { 0, 0 };
	double variance = 0, n;
	int s;

	if (kind->nr < LEAST)
		return shape;
	for (s = 0; s < 2; s++) {
		n = row->side[s].n;
		variance += kind->s2[s] / kind->nr / n;
		add(&k3, kind->k3[s], kind->k3_squares[s], kind->nr, (s ? 1 : -1) / (n * n));
		add(&k4, kind->k4[s], kind->k4_squares[s], kind->nr, 1 / (n * n * n));
	}
	if (variance > 0) {
		shape.skew = beyond(&k3) / pow(variance, 1.5);
		shape.kurtosis = k4.value > 0 ? beyond(&k4) / (variance * variance) : 0;
		shape.kurtosis = fmax(shape.kurtosis - 1.5 * shape.skew * shape.skew, 0);
	}
	return shape;
}

struct stats_shape stats__shape(const struct stats_mixing *m, const struct stats_row *row)
{
	struct stats_shape shape, other;
	const struct stats_mixed *kind, *end = m->kinds + m->nr, *most = m->kinds;

	for (kind = m->kinds; kind < end; kind++)
		most = kind->nr > most->nr ? kind : most;
	shape = shape_by(&m->kinds[row->kind], row);
	other = shape_by(most, row);
	shape.skew = fmax(shape.skew, other.skew);
	shape.kurtosis = fmax(shape.kurtosis, other.kurtosis);
	return shape;
}

static double degrees(const struct stats_shape *shape)
{
	return 4 + 6 / shape->kurtosis;
}

double stats__as_normal(const struct stats_shape *shape, double z)
{
	double g = shape->skew, df;

	if (g > SMALLEST)
		z = fmax(fmin(6 / g * (cbrt(g * z / 2 + 1) - 1) + g / 6, z), 0);
	if (shape->kurtosis < SMALLEST)
		return z;
	df = degrees(shape);
	return stats__z_of_t(z * sqrt(df / (df - 2)), df);
}

double stats__as_shaped(const struct stats_shape *shape, double z)
{
	double g = shape->skew, df;

	if (shape->kurtosis >= SMALLEST) {
		df = degrees(shape);
		z = stats__t_of_z(z, df) / sqrt(df / (df - 2));
	}
	return g > SMALLEST ? fmax(2 / g * (pow(1 + g * z / 6 - g * g / 36, 3) - 1), z) : z;
}
