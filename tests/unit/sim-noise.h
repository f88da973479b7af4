/* SPDX-License-Identifier: GPL-2.0-only */
/* The noise of simulated rounds. */
#ifndef VCPUSCALE_TEST_SIM_NOISE_H
#define VCPUSCALE_TEST_SIM_NOISE_H

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "sim-scenes.h"

#define MOST_ROUNDS	16
#define MOST_BATCHES	24
#define RHO		0.6	/* from one measurement to the next */

static gsl_rng *rng;

/* One draw of mean 0, and of variance 1 where there is one. */
static double draw(enum noise noise)
{
	switch (noise) {
	case SKEWED:
		return gsl_ran_exponential(rng, 1) - 1;
	case BIMODAL:	/* a fifth of them 2.5 above the others */
		return gsl_rng_uniform(rng) < 0.2 ? 2 : -0.5;
	case HEAVY:	/* Student's t of 2 degrees: no variance at all */
		return gsl_ran_tdist(rng, 2);
	case OUTLIERS:	/* one in twenty, ten times as far */
		return gsl_ran_gaussian(rng, 1) * (gsl_rng_uniform(rng) < 0.05 ? 10 : 1);
	default:
		return gsl_ran_gaussian(rng, 1);
	}
}

/* Counts of two values, 10 % apart, in a mixture that each boot draws, or all share. */
static void mix(const struct scene *s, double *out, unsigned int rounds)
{
	double share = 0;
	unsigned int i;

	for (i = 0; i < rounds * s->batches; i++) {
		if (i % (s->boot * s->batches) == 0)
			share = s->boot < ALIKE ? gsl_rng_uniform(rng) : 0.3;
		out[i] = s->sd * draw(NORMAL) + (gsl_rng_uniform(rng) < share ? log(1.1) : 0);
	}
}

/* The noise of a cell's samples, both sides: as if measured A B B A A B... */
static void make_noise(const struct scene *s, enum noise noise,
		       double out[2][MOST_ROUNDS * MOST_BATCHES])
{
	bool series = noise == DRIFTING || noise == APART;
	double last[2] = { draw(noise), draw(noise) }, *x;
	unsigned int round, turn, side, i;

	if (noise == MODES) {
		mix(s, out[0], s->base);
		mix(s, out[1], s->head);
		return;
	}
	for (round = 0; round < MOST_ROUNDS; round++) {
		for (turn = 0; turn < 2; turn++) {
			side = (round + turn) % 2;
			x = &last[noise == APART ? side : 0];
			if (series)
				*x = RHO * *x + sqrt(1 - RHO * RHO) * draw(noise);
			for (i = 0; i < s->batches; i++)
				out[side][round * s->batches + i] =
					s->sd * (side ? s->ratio : 1) *
					(series ? *x : draw(noise));
		}
	}
}

#endif
