// SPDX-License-Identifier: GPL-2.0-only
/*
 * sim_history HISTORIES [SEED [SCENE [NOISE]]] - how often histories of simulated runs are wrong.
 * sim_history limit - how many steps could be found at all.
 *
 * Each history is judged by the very code that judges files: 54 series, or one, of
 * 100 runs. Without a step, any change point is a false alarm, when all 100 runs
 * are there, and at any time while they came one by one. With a step of 2 % in the
 * middle of every series, of some or of one, each of these has to have its change point
 * there, within five runs; any other is one elsewhere.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/series.h"

#define RUNS	100
#define SERIES	54
#define LOOKS	8	/* the first look is at so many */
#define STEP	1.02
#define RHO	0.6
#define NEAR	5
#define FEW	6	/* series that step, where the others do not */
#define PART	10	/* of 54 series, one history in so many is looked at as it grows */

enum run_noise {
	NORMAL, SKEWED, BIMODAL, HEAVY, CORRELATED, CORRELATED_LESS, SHARED, DRIFT,
	NR_RUN_NOISES
};

static const char * const noise_names[] = {
	"normal", "skewed", "bimodal", "heavy tails", "autocorrelated", "correlated .3",
	"shared, .6", "drift",
};

/**
 * struct history_scene - what is simulated
 * @sd: standard deviation of a run's value, 0.01 for 1 %
 * @counts: in a unit that is said to be exact, and the rounds of a run differ
 */
static const struct history_scene {
	const char *name;
	double sd;
	bool counts;
} scenes[] = {
	{ "times 1 %", 0.01, false },
	{ "times 0.5 %", 0.005, false },
	{ "counts 0.3 %", 0.003, true },
	{ "counts 0.1 %", 0.001, true },
};

static gsl_rng *rng;
static struct history_run run;
static struct history_track track = { .first = &run };

/* Of mean 0 and variance 1; heavy tails have no variance, and quartiles as a normal. */
static double draw(enum run_noise noise)
{
	switch (noise) {
	case SKEWED:
		return gsl_ran_exponential(rng, 1) - 1;
	case BIMODAL:	/* a fifth of them 2.5 above the others */
		return gsl_rng_uniform(rng) < 0.2 ? 2 : -0.5;
	case HEAVY:
		return gsl_ran_tdist(rng, 2) * 0.826;
	default:
		return gsl_ran_gaussian(rng, 1);
	}
}

static double rho_of(enum run_noise noise)
{
	return noise == CORRELATED || noise == SHARED ? RHO : noise == CORRELATED_LESS ? 0.3 : 0;
}

/* The noise of one series; half the variance of shared noise is that of all series. */
static void draw_series(enum run_noise noise, const double *common, double *v)
{
	double rho = rho_of(noise), x = draw(noise);
	size_t i;

	for (i = 0; i < RUNS; i++) {
		x = rho * x + sqrt(1 - rho * rho) * draw(noise);
		v[i] = x;
		if (noise == SHARED && common)
			v[i] = sqrt(0.5) * (x + common[i]);
		if (noise == DRIFT)
			v[i] += (double)i / RUNS;
	}
}

#include "sim-history-limit.h"

static void fill(struct history_series *s, const struct history_scene *scene,
		 const double *v, double step)
{
	double value;
	size_t i;

	for (i = 0; i < RUNS; i++) {
		value = 3000 * (1 + scene->sd * v[i]) * (i < RUNS / 2 ? 1 : step);
		s->points[i] = (struct history_point){
			&run, i, value, value * (1 - scene->sd), value, 0 };
	}
	s->exact = scene->counts;
}

/* The first @stepped of @nr series have a step. */
static void fill_all(struct history_series *series, size_t nr, size_t stepped,
		     const struct history_scene *scene, enum run_noise noise)
{
	double common[RUNS], v[RUNS];
	size_t i;

	draw_series(noise, NULL, common);
	for (i = 0; i < nr; i++) {
		draw_series(noise, common, v);
		fill(&series[i], scene, v, i < stepped ? STEP : 1);
	}
}

/* Change points of all series in the first @runs; @right of them where a step is. */
static size_t judge(struct history_series *series, size_t nr, size_t stepped, size_t runs,
		    size_t *right)
{
	struct history h = { .series = series, .nr_series = nr, .tracks = &track,
			     .nr_tracks = 1, .options.threshold = NAN };
	struct history_series *s;
	size_t k, found = 0;

	*right = 0;
	for (s = series; s < series + nr; s++)
		s->nr_points = runs;
	if (history__judge(&h, &(struct why){ "" })) {
		fprintf(stderr, "sim: out of memory\n");
		exit(2);
	}
	for (s = series; s < series + nr; s++) {
		for (k = 0; k < s->nr_changes && s < series + stepped; k++)
			*right += labs((long)s->changes[k].at - RUNS / 2) <= NEAR;
		found += s->nr_changes;
		free(s->changes);
		s->changes = NULL;
	}
	while (h.nr_warnings)
		free(h.warnings[--h.nr_warnings]);
	free(h.warnings);
	return found;
}

/* Steps in @stepped of @nr series: the part that is found, and changes elsewhere a series. */
static void simulate_steps(struct history_series *series, size_t nr, size_t stepped,
			   const struct history_scene *scene, enum run_noise noise,
			   unsigned int histories)
{
	size_t n, right, found = 0, elsewhere = 0;
	unsigned int left;

	for (left = histories; left; left--) {
		fill_all(series, nr, stepped, scene, noise);
		n = judge(series, nr, stepped, RUNS, &right);
		found += right;
		elsewhere += n - right;
	}
	printf("  %6.1f%% %6.2f", 100.0 * found / histories / stepped,
	       (double)elsewhere / histories);
	fflush(stdout);
}

static void simulate(const struct history_scene *scene, enum run_noise noise,
		     size_t nr, unsigned int histories)
{
	struct history_series series[SERIES] = { 0 };
	unsigned int left, stepped = histories / (nr > 1 ? PART : 1);
	size_t i, n, right, once = 0, ever = 0, whole = 0;
	bool any;

	for (i = 0; i < nr; i++)
		series[i].points = calloc(RUNS, sizeof(*series[i].points));
	for (left = histories; left; left--) {
		fill_all(series, nr, 0, scene, noise);
		any = judge(series, nr, 0, RUNS, &right) > 0;
		once += any;
		if (nr > 1 && left % PART)
			continue;
		whole++;
		for (n = LOOKS; n < RUNS; n++)
			any |= judge(series, nr, 0, n, &right) > 0;
		ever += any;
	}
	printf("%-13s %-15s %6zu %4zu of %-4u %4zu of %-4zu", scene->name, noise_names[noise],
	       nr, once, histories, ever, whole);
	simulate_steps(series, nr, nr, scene, noise, stepped);
	if (nr > 1) {
		simulate_steps(series, nr, FEW, scene, noise, histories);
		simulate_steps(series, nr, 1, scene, noise, histories);
	}
	printf("\n");
	for (i = 0; i < nr; i++)
		free(series[i].points);
}

static void print_limits(void)
{
	unsigned int i, noise;

	printf("what can be found of the steps by who knows the noise\n%-13s %-15s %6s %10s %10s\n",
	       "noise", "", "series", "placed", "found");
	for (i = 0; i < sizeof(scenes) / sizeof(*scenes); i++) {
		for (noise = 0; noise < SHARED && !scenes[i].counts; noise++) {
			print_limit(&scenes[i], noise, SERIES);
			print_limit(&scenes[i], noise, 1);
		}
	}
}

int main(int argc, char **argv)
{
	unsigned int n = argc > 1 ? atoi(argv[1]) : 0, i, noise;

	rng = gsl_rng_alloc(gsl_rng_mt19937);
	if (argc > 1 && !strcmp(argv[1], "limit")) {
		print_limits();
		gsl_rng_free(rng);
		return 0;
	}
	if (n < PART) {
		fprintf(stderr, "vcpuscale: sim_history: no number of histories, at least 10: give e.g. 200\n");
		gsl_rng_free(rng);
		return 2;
	}
	gsl_rng_set(rng, argc > 2 ? atoi(argv[2]) : 1);
	printf("%u histories of %d runs; steps in all series, in %d, in one: found, and changes elsewhere a history\n"
	       "%-13s %-15s %6s %12s %12s\n", n, RUNS, FEW, "noise", "", "series", "alarm",
	       "at a look");
	for (i = 0; i < sizeof(scenes) / sizeof(*scenes); i++) {
		if (argc > 3 && i != (unsigned int)atoi(argv[3]))
			continue;
		for (noise = 0; noise < NR_RUN_NOISES; noise++) {
			if (argc > 4 && noise != (unsigned int)atoi(argv[4]))
				continue;
			simulate(&scenes[i], noise, SERIES, n);
			simulate(&scenes[i], noise, 1, n);
		}
	}
	gsl_rng_free(rng);
	return 0;
}
