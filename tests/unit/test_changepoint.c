// SPDX-License-Identifier: GPL-2.0-only
/* Change points: steps of counts, and of noise. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "stats/changepoint.h"

#define SEED	1

static void exact(const double *v, size_t n, double tolerance, size_t want,
		  size_t at)
{
	struct changepoint c[16];

	assert_int_equal(changepoint__exact(v, v, v, n, tolerance, c), want);
	if (want)
		assert_int_equal(c[0].at, at);
}

static void test_exact_steps(void **state)
{
	const double flat[] = { 13516, 13516, 13516, 13516 };
	const double step[] = { 13516, 13516, 13580, 13580 };
	const double small[] = { 10000, 10000, 10001, 10001 };

	(void)state;
	exact(flat, 4, 0, 0, 0);
	exact(step, 4, 0.001, 1, 2);
	/* One in ten thousand is a step, but below the tolerance. */
	exact(small, 4, 0, 1, 2);
	exact(small, 4, 0.001, 0, 0);
	exact(step, 1, 0, 0, 0);
}

/* There and back are two changes; the first of them may be the first value. */
static void test_exact_back(void **state)
{
	const double v[] = { 100, 200, 100, 100 };
	struct changepoint c[4];

	(void)state;
	assert_int_equal(changepoint__exact(v, v, v, 4, 0.001, c), 2);
	assert_int_equal(c[0].at, 1);
	assert_int_equal(c[1].at, 2);
}

/* Values whose rounds do not agree among themselves. */
static void test_exact_mixed(void **state)
{
	const double v[] = { 100, 101 }, low[] = { 99, 100 }, high[] = { 100, 102 };
	const double step[] = { 1000, 1000, 1500, 1500, 1500 };
	const double least[] = { 1000, 1000, 1000, 1500, 1500 };
	const double late[] = { 1000, 1000, 1000, 1500, 1500 };
	const double most[] = { 1000, 1000, 1500, 1500, 1500 };
	struct changepoint c[5];

	(void)state;
	assert_int_equal(changepoint__exact(v, low, high, 2, 0.001, c), 0);
	/* The run between may be either; it is what most of its rounds are. */
	assert_int_equal(changepoint__exact(step, least, step, 5, 0.001, c), 1);
	assert_int_equal(c[0].at, 2);
	assert_int_equal(changepoint__exact(late, late, most, 5, 0.001, c), 1);
	assert_int_equal(c[0].at, 3);
	/* Nothing after it: nothing says that it stays. */
	assert_int_equal(changepoint__exact(step, least, step, 3, 0.001, c), 0);
}

/* @n values of noise, with a step of @step at each of @nr places. */
static void noise(gsl_rng *rng, double *v, size_t n, double step,
		  const size_t *at, size_t nr)
{
	double level = 100;
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		if (k < nr && i == at[k]) {
			level += step;
			k++;
		}
		v[i] = level + gsl_ran_gaussian(rng, 1);
	}
}

static void test_noisy_steps(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	const size_t at[] = { 40, 70 };
	struct changepoint c[100];
	double v[100];
	size_t nr = 0;

	(void)state;
	noise(rng, v, 100, 5, at, 2);
	assert_int_equal(changepoint__noisy(v, 100, 0, 0.01, SEED, c, &nr), 0);
	assert_int_equal(nr, 2);
	assert_int_equal(c[0].at, 40);
	assert_int_equal(c[1].at, 70);
	assert_true(c[0].p <= 0.01 && c[1].p <= 0.01);
	gsl_rng_free(rng);
}

/*
 * 200 sequences of skewed noise at 5 %: 10 alarms are expected, and more than
 * 22 come in one of 5,000 trials (the binomial's tail; the seed is fixed).
 */
static void test_noisy_nothing(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct changepoint c[50];
	size_t i, k, nr, alarms = 0;
	double v[50];

	(void)state;
	for (i = 0; i < 200; i++) {
		for (k = 0; k < 50; k++)
			v[k] = gsl_ran_lognormal(rng, 0, 1);
		nr = 0;
		assert_int_equal(changepoint__noisy(v, 50, 0, 0.05, i, c, &nr), 0);
		alarms += nr > 0;
	}
	assert_in_range(alarms, 0, 22);
	gsl_rng_free(rng);
}

/* A process in which neighbours are correlated by 0.6, with a step of @step. */
static void correlated(gsl_rng *rng, double *v, size_t n, double step)
{
	double x = gsl_ran_gaussian(rng, 1);
	size_t i;

	for (i = 0; i < n; i++) {
		x = 0.6 * x + 0.8 * gsl_ran_gaussian(rng, 1);
		v[i] = 100 + x + (i < n / 2 ? 0 : step);
	}
}

/*
 * The mean of 100 estimates has a standard deviation of 0.022; a step of ten times
 * the noise hardly moves it. 200 tests at 5 %: as above.
 */
static void test_correlated(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t i, nr, alarms = 0, ignorant = 0;
	double v[100], sum = 0, with_step = 0, residuals = 0;
	struct changepoint_rho rho;
	struct changepoint c[100];

	(void)state;
	for (i = 0; i < 100; i++) {
		correlated(rng, v, 100, 0);
		changepoint__correlation(v, 100, &rho);
		sum += rho.differences / 100;
		residuals += rho.residuals / 100;
		correlated(rng, v, 100, 10);
		changepoint__correlation(v, 100, &rho);
		with_step += rho.differences / 100;
	}
	assert_true(sum > 0.5 && sum < 0.7);
	assert_true(residuals > 0.5 && residuals < 0.7);
	assert_true(with_step > 0.5 && with_step < 0.75);
	for (i = 0; i < 200; i++) {
		correlated(rng, v, 100, 0);
		nr = 0;
		changepoint__noisy(v, 100, 0.6, 0.05, i, c, &nr);
		alarms += nr > 0;
		nr = 0;
		changepoint__noisy(v, 100, 0, 0.05, i, c, &nr);
		ignorant += nr > 0;
	}
	assert_in_range(alarms, 0, 22);
	assert_in_range(ignorant, 80, 200);
	gsl_rng_free(rng);
}

/* The two best of all orders of n different values have their halves apart. */
static void test_least_p(void **state)
{
	(void)state;
	assert_true(fabs(changepoint__least_p(8) - 2.0 / 70) < 1e-12);
	assert_true(fabs(changepoint__least_p(9) - 2.0 / 126) < 1e-12);
}

/* Too few, all the same, the same seed. */
static void test_noisy_corners(void **state)
{
	const double few[] = { 1, 1, 1, 9, 9, 9 };
	double same[40], v[40];
	struct changepoint c[40], again[40];
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	const size_t at = 20;
	size_t i, nr = 0, nr_again = 0;

	(void)state;
	assert_int_equal(changepoint__noisy(few, 6, 0, 0.05, SEED, c, &nr), 0);
	assert_int_equal(nr, 0);
	for (i = 0; i < 40; i++)
		same[i] = 7;
	assert_int_equal(changepoint__noisy(same, 40, 0, 0.05, SEED, c, &nr), 0);
	assert_int_equal(nr, 0);
	noise(rng, v, 40, 1, &at, 1);
	changepoint__noisy(v, 40, 0, 0.05, SEED, c, &nr);
	changepoint__noisy(v, 40, 0, 0.05, SEED, again, &nr_again);
	assert_int_equal(nr, nr_again);
	assert_memory_equal(c, again, nr * sizeof(*c));
	gsl_rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact_steps),
		cmocka_unit_test(test_exact_back),
		cmocka_unit_test(test_exact_mixed),
		cmocka_unit_test(test_noisy_steps),
		cmocka_unit_test(test_noisy_nothing),
		cmocka_unit_test(test_correlated),
		cmocka_unit_test(test_least_p),
		cmocka_unit_test(test_noisy_corners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
