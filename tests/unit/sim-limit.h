/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sim-limit.h - what the best of all tests would find, which knows the noise.
 *
 * Ten pairs, whose differences have a density g: no test of a chance of false alarms
 * finds a change by delta more often than that of the sum of log g(d - delta) / g(d)
 * (Neyman and Pearson 1933). 54 tests of both directions share 5 %.
 */
#ifndef VCPUSCALE_TEST_SIM_LIMIT_H
#define VCPUSCALE_TEST_SIM_LIMIT_H

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "sim-scenes.h"

#define LIMIT_DRAWS	400000
#define LIMIT_GRID	8000	/* points of a density that has no formula */
#define LIMIT_END	400.0	/* where it ends */

/* Density of the difference of two draws of Student's t of 2 degrees. */
static double heavy_density(double d)
{
	static double grid[LIMIT_GRID + 1];
	const double step = LIMIT_END / LIMIT_GRID;
	double at = fabs(d) / step, x;
	size_t i, k;

	for (i = 0; grid[LIMIT_GRID] == 0 && i <= LIMIT_GRID; i++) {
		for (k = 0; k < 2400; k++) {
			/* The midpoint rule where both draws are: about 0, and about i. */
			x = (k + 0.5) * step - 60;
			grid[i] += gsl_ran_tdist_pdf(x, 2) *
				   gsl_ran_tdist_pdf(x + i * step, 2) * step;
			if (i * step > 60)
				grid[i] += gsl_ran_tdist_pdf(x, 2) *
					   gsl_ran_tdist_pdf(x - i * step, 2) * step;
		}
	}
	i = at;
	if (i >= LIMIT_GRID)
		return grid[LIMIT_GRID] * pow(LIMIT_END / fabs(d), 3);
	return grid[i] + (at - i) * (grid[i + 1] - grid[i]);
}

static double density(enum noise noise, double d)
{
	switch (noise) {
	case SKEWED:
		return exp(-fabs(d)) / 2;
	case HEAVY:
		return heavy_density(d);
	case OUTLIERS:
		return 0.9025 * gsl_ran_gaussian_pdf(d, sqrt(2)) +
		       0.095 * gsl_ran_gaussian_pdf(d, sqrt(101)) +
		       0.0025 * gsl_ran_gaussian_pdf(d, sqrt(200));
	default:
		return gsl_ran_gaussian_pdf(d, sqrt(2));
	}
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/**
 * limit() - the largest power there is
 * @draw: a draw of the noise
 * @delta: the change, in the unit of the draws
 * @pairs: how many
 * @tests: of both directions, which share 5 %
 */
static double limit(enum noise noise, double (*draw)(enum noise), double delta,
		    unsigned int pairs, unsigned int tests)
{
	double *sums[2] = { malloc(LIMIT_DRAWS * sizeof(double)),
			    malloc(LIMIT_DRAWS * sizeof(double)) };
	size_t i, found = 0, tail = LIMIT_DRAWS * 0.05 / tests / 2;
	unsigned int s, k;

	for (s = 0; s < 2; s++) {
		for (i = 0; i < LIMIT_DRAWS; i++) {
			for (k = 0, sums[s][i] = 0; k < pairs; k++) {
				double d = draw(noise) - draw(noise) + s * delta;

				sums[s][i] += log(density(noise, d - delta) / density(noise, d));
			}
		}
	}
	qsort(sums[0], LIMIT_DRAWS, sizeof(double), by_size);
	for (i = 0; i < LIMIT_DRAWS; i++)
		found += sums[1][i] > sums[0][LIMIT_DRAWS - tail];
	free(sums[0]);
	free(sums[1]);
	return (double)found / LIMIT_DRAWS;
}

#endif
