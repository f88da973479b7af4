/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sim-history-limit.h - what could be found of the steps by who knows the noise.
 *
 * Its density is known, or how neighbours are correlated, the level and the height of
 * the step; not its place and direction, and not whether there is one. Then no test
 * finds more than that of the mean likelihood ratio over all places and directions
 * (Neyman and Pearson 1933), and no place is more likely than that of the largest.
 */
#ifndef VCPUSCALE_TEST_SIM_HISTORY_LIMIT_H
#define VCPUSCALE_TEST_SIM_HISTORY_LIMIT_H

#define LIMIT_DRAWS	20000
#define IMPOSSIBLE	(-1e3)	/* logarithm of a density */

static double log_density(enum run_noise noise, double x)
{
	switch (noise) {
	case SKEWED:
		return x >= -1 ? -x - 1 : IMPOSSIBLE;
	case BIMODAL:
		return fabs(x + 0.5) < 1e-6 ? log(0.8) :
		       fabs(x - 2) < 1e-6 ? log(0.2) : IMPOSSIBLE;
	case HEAVY:
		return log(gsl_ran_tdist_pdf(x / 0.826, 2));
	default:
		return -x * x / 2;
	}
}

static void draw_history(enum run_noise noise, size_t at, double step, double *v)
{
	size_t i;

	draw_series(noise, NULL, v);
	for (i = at; i < RUNS; i++)
		v[i] += step;
}

/* Logarithms of the ratios of steps at 2 and later, to be put at @out. */
static void log_ratios(enum run_noise noise, const double *v, double step, double *out)
{
	double rho = rho_of(noise), sd = sqrt(1 - rho * rho), after = 0, x;
	size_t k;

	for (k = RUNS; k-- > 2; ) {
		/* The first run shows the whole step, later ones what is new of it. */
		x = (v[k] - rho * v[k - 1]) / sd;
		out[k - 2] = after + log_density(noise, x - step / sd) - log_density(noise, x);
		after += log_density(noise, x - step * (1 - rho) / sd) - log_density(noise, x);
	}
}

/* The logarithm of their mean, and the place of the largest. */
static double look(enum run_noise noise, const double *v, double step, size_t *at)
{
	double ratios[2 * (RUNS - 2)], most = -INFINITY, sum = 0;
	size_t k;

	log_ratios(noise, v, step, ratios);
	log_ratios(noise, v, -step, ratios + RUNS - 2);
	for (k = 0; k < 2 * (RUNS - 2); k++) {
		if (ratios[k] > most) {
			most = ratios[k];
			*at = k % (RUNS - 2) + 2;
		}
	}
	for (k = 0; k < 2 * (RUNS - 2); k++)
		sum += exp(ratios[k] - most);
	return most + log(sum / (2 * (RUNS - 2)));
}

static int falling(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x < *y) - (*x > *y);
}

/*
 * The ratio that noise alone exceeds with a chance of @alpha: that chance is the mean of
 * what is left of 1 / ratio, over histories of which each has a step somewhere.
 */
static double bar(enum run_noise noise, double step, double alpha)
{
	static double ratios[LIMIT_DRAWS];
	double v[RUNS], chance = 0;
	size_t i, at;

	for (i = 0; i < LIMIT_DRAWS; i++) {
		draw_history(noise, 2 + gsl_rng_uniform_int(rng, RUNS - 2),
			     i % 2 ? step : -step, v);
		ratios[i] = look(noise, v, step, &at);
	}
	qsort(ratios, LIMIT_DRAWS, sizeof(*ratios), falling);
	for (i = 0; i < LIMIT_DRAWS && chance < alpha; i++)
		chance += exp(-ratios[i]) / LIMIT_DRAWS;
	return ratios[i - 1];
}

/* At the level that the program has at the last run: see docs/statistics.md. */
static void print_limit(const struct history_scene *scene, enum run_noise noise, size_t nr)
{
	double step = (STEP - 1) / scene->sd, least = bar(noise, step, 0.05 / nr / RUNS);
	double v[RUNS], ratio;
	size_t i, at = 0, near, placed = 0, found = 0;

	for (i = 0; i < LIMIT_DRAWS; i++) {
		draw_history(noise, RUNS / 2, step, v);
		ratio = look(noise, v, step, &at);
		near = labs((long)at - RUNS / 2) <= NEAR;
		placed += near;
		found += near && ratio > least;
	}
	printf("%-13s %-15s %6zu %9.1f%% %9.1f%%\n", scene->name, noise_names[noise], nr,
	       100.0 * placed / LIMIT_DRAWS, 100.0 * found / LIMIT_DRAWS);
	fflush(stdout);
}

#endif
