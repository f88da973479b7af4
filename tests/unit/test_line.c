// SPDX-License-Identifier: GPL-2.0-only
/* Lines through costs, and where none fits. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "close-to.h"
#include "stats/line.h"
#include "stats/stats.h"

static struct stats_line fit(const double *x, const double *y, size_t n)
{
	struct stats_line line;

	assert_int_equal(stats__fit(x, y, n, &line), 0);
	return line;
}

static double misfit(const double *x, const double *y, size_t n, double flat)
{
	double m;

	assert_int_equal(stats__misfit(x, y, n, fit(x, y, n), flat, &m), 0);
	return m;
}

static void test_fit(void **state)
{
	const double x[] = { 1, 2, 4, 8, 16 }, y[] = { 12, 14, 18, 26, 42 };
	const double odd[] = { 12, 14, 90, 26, 42 }, three[] = { 1, 2, 2 };
	struct stats_line line = fit(x, y, 5);

	(void)state;
	close_to(line.slope, 2, 1e-12);
	close_to(line.fixed, 10, 1e-12);
	/* One stray size of five leaves 6 of 10 slopes, and most of their weight. */
	line = fit(x, odd, 5);
	close_to(line.slope, 2, 1e-12);
	close_to(line.fixed, 10, 1e-12);
	/*
	 * Slopes 1 and 0 over a distance of 1, 0.5 over 2: half of the weight of 4
	 * is reached in the middle one. What is left: 0.5, 1, 0.5.
	 */
	line = fit(x, three, 2);
	close_to(line.slope, 1, 1e-12);
	line = fit((const double[]){ 1, 2, 3 }, three, 3);
	close_to(line.slope, 0.5, 1e-12);
	close_to(line.fixed, 0.5, 1e-12);
}

static const double sizes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 255 };

/* Costs fixed + linear * n + bent * n^2 + curved * log2(n). */
static void costs(double *y, double fixed, double linear, double bent,
		  double curved)
{
	size_t i;

	for (i = 0; i < N(sizes); i++)
		y[i] = fixed + linear * sizes[i] + bent * sizes[i] * sizes[i] +
		       curved * log2(sizes[i]);
}

static void test_misfit(void **state)
{
	const double x[] = { 1, 2, 3 }, flat[] = { 500, 501, 500 };
	double y[N(sizes)];
	size_t i;

	(void)state;
	/* Off by up to 1 of 501, which is 0.2 %: flat, not crooked. */
	close_to(misfit(x, flat, 3, 0.01), 0, 0);
	assert_true(misfit(x, flat, 3, 0.001) > STATS_LINE_RANGE);
	costs(y, 3000, 280, 0, 0);
	close_to(misfit(sizes, y, N(sizes), 0.001), 0, 1e-9);
	/* The xarray's second level, from 65 on: 253 a vCPU, then 292. */
	for (i = 0; i < N(sizes); i++)
		y[i] = 3000 + 253 * sizes[i] + 39 * fmax(0, sizes[i] - 64);
	assert_true(misfit(sizes, y, N(sizes), 0.001) < STATS_LINE_RANGE);
	/* 100 a vCPU at one end, 155 at the other; 0.11 * 254^2 / 4 = 1774. */
	costs(y, 3000, 100, 0.11, 0);
	assert_true(misfit(sizes, y, N(sizes), 0.001) > STATS_LINE_RANGE);
	costs(y, 3000, 0, 0.5, 0);
	assert_true(misfit(sizes, y, N(sizes), 0.001) > STATS_LINE_RANGE);
	/* However little of the whole: 10 to 80 of 3000. */
	costs(y, 3000, 0, 0, 10);
	assert_true(misfit(sizes, y, N(sizes), 0.001) > STATS_LINE_RANGE);
	costs(y, 3000, 0, 0, 400);
	assert_true(misfit(sizes, y, N(sizes), 0.001) > STATS_LINE_RANGE);
}

static double lack_of_fit(double linear, double bent, double curved)
{
	double y[4][N(sizes)], p;
	size_t i, k;

	for (i = 0; i < 4; i++) {
		costs(y[i], 3000, linear, bent, curved);
		/* Noise of 0.5 %, of no pattern that the sizes know. */
		for (k = 0; k < N(sizes); k++)
			y[i][k] *= 1 + 0.005 * sin(1 + 7 * i + 3 * k);
	}
	assert_int_equal(stats__lack_of_fit(sizes, N(sizes), *y, 4, &p), 0);
	return p;
}

static void test_lack_of_fit(void **state)
{
	double p;

	(void)state;
	assert_true(lack_of_fit(200, 0, 0) > STATS_LINE_ALPHA);
	assert_true(lack_of_fit(200, 0.3, 0) < STATS_LINE_ALPHA);
	assert_true(lack_of_fit(0, 0, 400) < STATS_LINE_ALPHA);
	assert_int_equal(stats__lack_of_fit(sizes, 1, sizes, 2, &p), 0);
	assert_true(isnan(p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_misfit),
		cmocka_unit_test(test_lack_of_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
