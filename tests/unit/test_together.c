// SPDX-License-Identifier: GPL-2.0-only
/* Change points that several sequences share. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "stats/together.h"

#define NR	20
#define N	60
#define RHO	0.6
#define SEED	1

/* Neighbours are correlated; the first @stepped of the sequences are higher from @at on. */
struct sample {
	gsl_rng *rng;
	double v[NR][N];
	struct changepoint out[NR][N];
	struct changepoint_sequence s[NR];
};

static void draw(struct sample *x, size_t stepped, size_t at, double step)
{
	double noise;
	size_t i, k;

	for (i = 0; i < NR; i++) {
		noise = gsl_ran_gaussian(x->rng, 1);
		for (k = 0; k < N; k++) {
			x->v[i][k] = noise + (i < stepped && k >= at ? step : 0);
			noise = RHO * noise + sqrt(1 - RHO * RHO) * gsl_ran_gaussian(x->rng, 1);
		}
		x->s[i] = (struct changepoint_sequence){ x->v[i], RHO, x->out[i], 0 };
	}
}

static size_t count(struct sample *x, size_t from, size_t to)
{
	size_t nr = 0;

	for (; from < to; from++)
		nr += x->s[from].nr;
	return nr;
}

/* A step that no sequence shows alone is at one place in all. */
static void test_step(void **state)
{
	struct sample *x = *state;
	size_t i, alone = 0;

	draw(x, NR, 30, 2);
	for (i = 0; i < NR; i++) {
		size_t nr = 0;

		changepoint__noisy(x->v[i], N, RHO, 1e-5, SEED, x->out[i], &nr);
		alone += nr;
	}
	assert_in_range(alone, 0, NR / 2);
	assert_int_equal(changepoint__together(x->s, NR, N, 1e-5, 0.02, SEED), 0);
	assert_in_range(count(x, 0, NR), NR - 2, NR);
	for (i = 0; i < NR; i++) {
		if (x->s[i].nr)
			assert_int_equal(x->out[i][0].at, x->out[0][0].at);
	}
	assert_in_range(x->out[0][0].at, 29, 31);
}

/* Of those that do not step, one in fifty trials at most is taken along. */
static void test_others(void **state)
{
	struct sample *x = *state;
	size_t trial, wrong = 0, found = 0;

	for (trial = 0; trial < 50; trial++) {
		draw(x, 10, 30, 3);
		changepoint__together(x->s, NR, N, 1e-3, 0.02, trial + 1);
		found += count(x, 0, 10);
		wrong += count(x, 10, NR) > 0;
	}
	assert_in_range(found, 450, 510);
	assert_in_range(wrong, 0, 4);	/* more than 4 of 50 come once in 300 times */
}

/* Nothing steps: half a trial of a hundred is expected. */
static void test_nothing(void **state)
{
	struct sample *x = *state;
	size_t trial, wrong = 0;

	for (trial = 0; trial < 100; trial++) {
		draw(x, 0, 0, 0);
		changepoint__together(x->s, NR, N, 0.005, 0.02, trial + 1);
		wrong += count(x, 0, NR) > 0;
	}
	assert_in_range(wrong, 0, 3);
}

/* What rises slowly in all is a drift, and no step. */
static void test_drift(void **state)
{
	struct sample *x = *state;
	size_t i, k;

	draw(x, 0, 0, 0);
	for (i = 0; i < NR; i++) {
		for (k = 0; k < N; k++)
			x->v[i][k] += 8.0 * k / N;
	}
	changepoint__together(x->s, NR, N, 1e-3, 0.02, SEED);
	assert_int_equal(count(x, 0, NR), 0);
}

/* Known points stay, and both sides of them are searched. */
static void test_known(void **state)
{
	struct changepoint out[N] = { { 20, 0.001 } };
	size_t nr = 1, i;
	double v[N];

	(void)state;
	for (i = 0; i < N; i++)
		v[i] = (i * 7 % 10) / 100.0 + (i >= 20) + 5 * (i >= 40);
	assert_int_equal(changepoint__noisy(v, N, 0, 0.01, SEED, out, &nr), 0);
	assert_int_equal(nr, 2);
	assert_int_equal(out[0].at, 20);
	assert_int_equal(out[1].at, 40);
}

/* One sequence, few values, values that are all equal. */
static void test_corners(void **state)
{
	struct sample *x = *state;
	size_t i, k;

	draw(x, NR, 30, 5);
	assert_int_equal(changepoint__together(x->s, 1, N, 0.05, 0.05, SEED), 0);
	assert_int_equal(changepoint__together(x->s, NR, 5, 0.05, 0.05, SEED), 0);
	assert_int_equal(count(x, 0, NR), 0);
	for (i = 0; i < NR; i++) {
		for (k = 0; k < N; k++)
			x->v[i][k] = 7;
	}
	assert_int_equal(changepoint__together(x->s, NR, N, 0.05, 0.05, SEED), 0);
	assert_int_equal(count(x, 0, NR), 0);
}

static int setup(void **state)
{
	static struct sample x;

	x.rng = gsl_rng_alloc(gsl_rng_mt19937);
	*state = &x;
	return !x.rng;
}

static int teardown(void **state)
{
	gsl_rng_free(((struct sample *)*state)->rng);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_step, setup, teardown),
		cmocka_unit_test_setup_teardown(test_others, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_drift, setup, teardown),
		cmocka_unit_test(test_known),
		cmocka_unit_test_setup_teardown(test_corners, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
