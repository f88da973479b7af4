// SPDX-License-Identifier: GPL-2.0-only
/*
 * sim COMPARISONS [SEED] - how often comparisons of simulated runs are wrong.
 *
 * Each comparison is of two runs of 6 benchmarks at 9 sizes, 54 cells, 10 rounds,
 * judged by the very code that judges files. Without a change, any cell or slope
 * that is called changed is a false alarm. With one cell 2 % slower, that cell has
 * to be called regressed. What is known is the noise that goes in: so this tells
 * what the statistics do, and nothing about any machine.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare/compare.h"

#define BENCHES		6
#define SIZES		9
#define CELLS		(BENCHES * SIZES)
#define ROUNDS		10
#define SHIFT		1.02
#define SHIFTED		30
#define RHO		0.6	/* from one measurement to the next */

enum noise { NORMAL, SKEWED, BIMODAL, DRIFTING, APART, NR_NOISES };

static const char * const noise_names[] = {
	"normal", "skewed", "bimodal", "autocorrelated", "autocorr., apart",
};

/**
 * struct scene - what is simulated
 * @name: for the table
 * @sd: standard deviation of a sample, 0.01 for 1 %
 * @batches: samples a round
 */
static const struct scene {
	const char *name;
	double sd;
	unsigned int batches;
} scenes[] = {
	{ "a sample 1 %, 5 a round", 0.01, 5 },
	{ "a pair's difference 1 %", 0.01 * M_SQRT1_2, 1 },
	{ "a round's value 1 %", 0.01, 1 },
};

static const unsigned int sizes[SIZES] = { 1, 2, 4, 8, 16, 32, 64, 128, 255 };
static char bench_names[BENCHES][16];
static struct unit unit = { .name = "ns/op", .directed = true };
static gsl_rng *rng;

/* One draw of mean 0 and variance 1. */
static double draw(enum noise noise)
{
	switch (noise) {
	case SKEWED:
		return gsl_ran_exponential(rng, 1) - 1;
	case BIMODAL:	/* a fifth of them 2.5 above the others */
		return gsl_rng_uniform(rng) < 0.2 ? 2 : -0.5;
	default:
		return gsl_ran_gaussian(rng, 1);
	}
}

/* The noise of a cell's samples, both sides: as if measured A B B A A B... */
static void make_noise(enum noise noise, unsigned int batches,
		       double out[2][ROUNDS * 8])
{
	bool series = noise == DRIFTING || noise == APART;
	double last[2] = { draw(noise), draw(noise) }, *x;
	unsigned int round, turn, side, i;

	for (round = 0; round < ROUNDS; round++) {
		for (turn = 0; turn < 2; turn++) {
			side = (round + turn) % 2;
			x = &last[noise == APART ? side : 0];
			if (series)
				*x = RHO * *x + sqrt(1 - RHO * RHO) * draw(noise);
			for (i = 0; i < batches; i++)
				out[side][round * batches + i] =
					series ? *x : draw(noise);
		}
	}
}

static struct results *make_run(const char *run, const char *kernel)
{
	static struct setting settings[2][2];
	static struct results_cell cells[2][CELLS];
	static struct results_cell *pointers[2][CELLS];
	static struct results results[2];
	int side = *kernel == 'h';
	struct results *r = &results[side];
	unsigned int i;

	settings[side][0] = (struct setting){ "run", (char *)run };
	settings[side][1] = (struct setting){ "kernel", (char *)kernel };
	for (i = 0; i < CELLS; i++) {
		cells[side][i].bench = bench_names[i / SIZES];
		cells[side][i].unit = unit.name;
		cells[side][i].vcpus = sizes[i % SIZES];
		if (!cells[side][i].samples)
			cells[side][i].samples = calloc(ROUNDS * 8,
						sizeof(struct sample));
		pointers[side][i] = &cells[side][i];
	}
	*r = (struct results){
		.path = "simulated", .settings = settings[side],
		.nr_settings = 2, .units = &unit, .nr_units = 1,
		.cells = pointers[side], .nr_cells = CELLS, .nr_rounds = ROUNDS,
	};
	return r;
}

static void fill(struct results *side[2], const struct scene *scene,
		 enum noise noise, double shift)
{
	double e[2][ROUNDS * 8], cost;
	unsigned int i, k, s, n = ROUNDS * scene->batches;

	for (i = 0; i < CELLS; i++) {
		make_noise(noise, scene->batches, e);
		cost = 3000 + 1000 * (i / SIZES) + 200 * sizes[i % SIZES];
		for (s = 0; s < 2; s++) {
			side[s]->cells[i]->nr = n;
			for (k = 0; k < n; k++)
				side[s]->cells[i]->samples[k] =
					(struct sample){
					cost * (1 + scene->sd * e[s][k]) *
					(s && i == SHIFTED ? shift : 1),
					k / scene->batches + 1 };
		}
	}
}

/**
 * struct verdict_tally - what came of some comparisons
 * @alarms: those in which something that had not changed was called changed
 * @found: those in which what had changed was called regressed
 */
struct verdict_tally {
	unsigned int alarms;
	unsigned int found;
};

static bool changed(const struct stats_change *change)
{
	return change->verdict == STATS_REGRESSED ||
	       change->verdict == STATS_IMPROVED;
}

static void look(const struct comparison *c, bool shifted, struct verdict_tally *t)
{
	bool alarm = false;
	size_t i;

	for (i = 0; i < c->nr_cells; i++)
		alarm |= changed(&c->cells[i].change) && !(shifted && i == SHIFTED);
	/* A shift in a cell may well show in its slope. */
	for (i = 0; i < c->nr_slopes && !shifted; i++)
		alarm |= c->slopes[i].counted && changed(&c->slopes[i].change);
	t->alarms += alarm;
	t->found += c->cells[SHIFTED].change.verdict == STATS_REGRESSED;
}

static struct verdict_tally simulate(const struct scene *scene, enum noise noise,
				     double shift, unsigned int comparisons)
{
	/* One time in both ids: measured in turn. */
	const char *second = noise == APART ? "20260102T000000Z-b" :
					      "20260101T000000Z-b";
	const struct compare_options options = { .threshold = NAN };
	struct results *side[2];
	struct comparison *c;
	struct verdict_tally t = { 0 };
	struct why why = { "" };

	while (comparisons--) {
		side[0] = make_run("20260101T000000Z-a", "base");
		side[1] = make_run(second, "head");
		fill(side, scene, noise, shift);
		if (compare__results(side[0], side[1], &options, &c, &why)) {
			fprintf(stderr, "sim: %s\n", why.text);
			exit(2);
		}
		look(c, shift != 1, &t);
		compare__free(c);
	}
	return t;
}

int main(int argc, char **argv)
{
	unsigned int n = argc > 1 ? atoi(argv[1]) : 0, i, noise;
	struct verdict_tally same, slower;

	if (!n) {
		fprintf(stderr, "vcpuscale: sim: no number of comparisons: give e.g. 1000\n");
		return 2;
	}
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, argc > 2 ? atoi(argv[2]) : 1);
	for (i = 0; i < BENCHES; i++)
		snprintf(bench_names[i], sizeof(bench_names[i]), "B%u", i);
	printf("%u comparisons of %d cells, %d rounds\n%-26s %-17s %8s %8s\n", n,
	       CELLS, ROUNDS, "noise", "", "alarms", "found");
	for (i = 0; i < sizeof(scenes) / sizeof(*scenes); i++) {
		for (noise = 0; noise < NR_NOISES; noise++) {
			same = simulate(&scenes[i], noise, 1, n);
			slower = simulate(&scenes[i], noise, SHIFT, n);
			printf("%-26s %-17s %8u %8u\n", scenes[i].name,
			       noise_names[noise], same.alarms, slower.found);
			fflush(stdout);
		}
	}
	gsl_rng_free(rng);
	return 0;
}
