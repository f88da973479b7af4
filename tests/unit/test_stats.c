// SPDX-License-Identifier: GPL-2.0-only
/* The constants are derived by hand, and the derivation stands beside them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "stats.h"

#define N(a)	(sizeof(a) / sizeof(*(a)))

static void close_to(double got, double want, double by)
{
	if (!(fabs(got - want) <= by))
		fail_msg("%.12g is not %.12g", got, want);
}

static void test_median(void **state)
{
	double odd[] = { 9, 1, 5 }, even[] = { 9, 1, 5, 7 };

	(void)state;
	close_to(stats__median(odd, 3), 5, 0);
	close_to(stats__median(even, 4), 6, 0);
}

static void test_mode(void **state)
{
	double one[] = { 5, 3, 3, 9 }, tie[] = { 4, 2, 4, 2, 1 };
	double none[] = { 10, 1, 4, 2 }, single[] = { 7 };

	(void)state;
	close_to(stats__mode_or_median(one, 4), 3, 0);
	/* 2 and 4 occur twice each: the lower, for disturbances only add. */
	close_to(stats__mode_or_median(tie, 5), 2, 0);
	/* No value twice: the median, (2 + 4) / 2. */
	close_to(stats__mode_or_median(none, 4), 3, 0);
	close_to(stats__mode_or_median(single, 1), 7, 0);
}

static void test_by_round(void **state)
{
	const struct stats_sample s[] = {
		{ 17, 1 }, { 10, 1 }, { 17, 1 }, { 18, 1 }, { 14, 3 }, { 12, 3 },
	};
	struct stats_sample out[N(s)];
	double scratch[N(s)];

	(void)state;
	assert_int_equal(stats__by_round(s, N(s), true, scratch, out), 2);
	assert_int_equal(out[0].round, 1);
	assert_int_equal(out[1].round, 3);
	/* Exact: the least of each round, though 17 is more frequent. */
	close_to(out[0].value, 10, 0);
	close_to(out[1].value, 12, 0);
	/* Times: the median of 10, 17, 17, 18. */
	stats__by_round(s, N(s), false, scratch, out);
	close_to(out[0].value, 17, 0);
}

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

/* Share of the resamples in which round @i is drawn @times times. */
static double share(const struct stats_resamples *r, size_t i, int times)
{
	size_t k, n = 0;

	for (k = 0; k < r->nr; k++)
		n += r->counts[k * r->n + i] == times;
	return (double)n / r->nr;
}

static void test_resample(void **state)
{
	struct stats_resamples r = { 0 }, again = { 0 };

	(void)state;
	/* Binomial, 3 draws of 1/3: 8/27, 12/27. One sigma of a share is 0.011. */
	assert_int_equal(stats__resample(&r, 3, 1, 1), 0);
	close_to(share(&r, 0, 0), 8.0 / 27, 0.04);
	close_to(share(&r, 2, 1), 12.0 / 27, 0.04);
	assert_int_equal(stats__resample(&again, 3, 1, 1), 0);
	assert_memory_equal(r.counts, again.counts, 3 * r.nr);
	assert_int_equal(stats__resample(&again, 3, 1, 2), 0);
	assert_memory_not_equal(r.counts, again.counts, 3 * r.nr);
	/* Of many rounds fewer resamples, so that time and memory are bounded. */
	assert_int_equal(stats__resample(&again, 4000, 1, 1), 0);
	assert_int_equal(again.nr, 250);
	assert_int_equal(stats__resample(&again, 4, 800, 1), 0);
	assert_int_equal(again.nr, 500);
	stats__resamples_free(&r);
	stats__resamples_free(&again);
	assert_null(again.counts);
}

static void test_bootstrap(void **state)
{
	const double base[] = { 30, 10, 20, 40 }, head[] = { 60, 20, 40, 80 };
	struct stats_resamples rb = { 0 }, rh = { 0 };
	struct stats_change c;

	(void)state;
	stats__resample(&rb, 4, 1, 1);
	stats__resample(&rh, 4, 1, 2);
	assert_int_equal(stats__bootstrap(base, &rb, head, &rh, false, &c), 0);
	close_to(c.base.value, 25, 0);
	close_to(c.head.value, 50, 0);
	close_to(c.diff.value, 25, 0);
	/*
	 * Both middle draws of four are the least value when 3 or 4 draws are
	 * it: 13/256, more than 2.5 %. So the ends are the least and the largest.
	 */
	close_to(c.base.low, 10, 0);
	close_to(c.base.high, 40, 0);
	/* Drawn together, each head is twice its base in every resample. */
	stats__bootstrap(base, &rb, head, &rb, true, &c);
	close_to(c.diff.low, 2, 0);
	close_to(c.diff.high, 2, 0);
	stats__bootstrap(base, &rb, head, &rh, true, &c);
	assert_true(c.diff.low < 1 && c.diff.high > 4);
	stats__resamples_free(&rb);
	stats__resamples_free(&rh);
}

static void test_widen(void **state)
{
	struct stats_estimate ratio = { 1.1, 1, 1.21 }, diff = { 10, 9, 12 };

	(void)state;
	/* A tenth to either side, twice over: 1.1 / 1.1^2 and 1.1 * 1.1^2. */
	stats__widen(&ratio, 0.5, true);
	close_to(ratio.low, 1 / 1.1, 1e-12);
	close_to(ratio.high, 1.331, 1e-12);
	stats__widen(&diff, 0.5, false);
	close_to(diff.low, 8, 1e-12);
	close_to(diff.high, 14, 1e-12);
}

/* As a comparison would: @p is what the test of the whole says. */
static struct stats_change cell(struct stats_rule rule, const double *base,
				size_t nb, const double *head, size_t nh,
				double p)
{
	struct stats_resamples rb = { 0 }, rh = { 0 };
	double b[8], h[8];
	struct stats_change c;

	memcpy(b, base, nb * sizeof(*b));
	memcpy(h, head, nh * sizeof(*h));
	stats__resample(&rb, nb, 1, 1);
	stats__resample(&rh, nh, 1, 2);
	assert_int_equal(stats__cell(&rule, b, nb, h, nh, &rb, &rh, &c), 0);
	if (!rule.exact) {
		assert_int_equal(c.verdict, STATS_INCONCLUSIVE);
		c.p_adjusted = p;
		stats__judge_cell(&rule, nb >= 4 && nh >= 4, &c);
	}
	stats__resamples_free(&rb);
	stats__resamples_free(&rh);
	return c;
}

static const struct stats_rule exact = { true, false, 0.001 };
static const struct stats_rule times = { false, false, 0.02 };

static void test_cell_exact(void **state)
{
	const double base[] = { 1000, 1010, 1020 }, more[] = { 1100, 1110, 1111 };
	const double some[] = { 1005, 1005, 1000 }, odd_one[] = { 1000, 1000, 1500 };
	const double even[] = { 1000, 1000 }, odd[] = { 1001, 1001 };
	const struct stats_rule higher = { true, true, 0.001 };
	struct stats_change c = cell(exact, base, 3, more, 3, 0);

	(void)state;
	/* No round repeats: the median, from the least on. */
	close_to(c.base.value, 1010, 0);
	close_to(c.base.low, 1000, 0);
	close_to(c.base.high, 1010, 0);
	close_to(c.diff.value, 1110.0 / 1010, 1e-12);
	close_to(c.diff.low, 1100.0 / 1010, 1e-12);
	close_to(c.diff.high, 1.11, 1e-12);
	assert_true(isnan(c.p));
	assert_int_equal(c.verdict, STATS_REGRESSED);
	assert_int_equal(cell(exact, more, 3, base, 3, 0).verdict, STATS_IMPROVED);
	assert_int_equal(cell(higher, base, 3, more, 3, 0).verdict, STATS_IMPROVED);
	assert_int_equal(cell(higher, more, 3, base, 3, 0).verdict, STATS_REGRESSED);
	/* 1005/1000 is above the tolerance, 1000/1010 below it. */
	assert_int_equal(cell(exact, base, 3, some, 3, 0).verdict,
			 STATS_INCONCLUSIVE);
	/* One round of three may be as disturbed as it likes. */
	c = cell(exact, odd_one, 3, even, 2, 0);
	close_to(c.base.high, 1000, 0);
	assert_int_equal(c.verdict, STATS_SAME);
	/* 1001/1000 is the tolerance itself. */
	assert_int_equal(cell(exact, even, 2, odd, 2, 0).verdict, STATS_SAME);
}

static void test_cell_zero(void **state)
{
	const double zero[] = { 0, 0 }, five[] = { 5, 5 }, less[] = { -5, -5 };
	struct stats_change c = cell(exact, zero, 2, five, 2, 0);

	(void)state;
	assert_true(isnan(c.diff.value));
	assert_int_equal(c.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(cell(exact, zero, 2, zero, 2, 0).verdict, STATS_SAME);
	assert_int_equal(cell(exact, less, 2, five, 2, 0).verdict,
			 STATS_INCONCLUSIVE);
	assert_int_equal(cell(exact, five, 2, less, 2, 0).verdict,
			 STATS_INCONCLUSIVE);
	assert_int_equal(cell(exact, five, 2, zero, 2, 0).verdict, STATS_IMPROVED);
}

static void test_cell_times(void **state)
{
	const double base[] = { 1000, 1001, 1002, 1003 };
	const double more[] = { 1100, 1101, 1102, 1103 };
	const double near[] = { 1010, 1011, 1012, 1013 };
	const double wide[] = { 900, 950, 1050, 1100 };
	struct stats_change c = cell(times, base, 4, more, 4, 0.03);

	(void)state;
	close_to(c.diff.value, 1101.5 / 1001.5, 1e-12);
	assert_true(c.diff.low > 1.096 && c.diff.high < 1.104);
	assert_int_equal(c.verdict, STATS_REGRESSED);
	assert_int_equal(cell(times, more, 4, base, 4, 0.03).verdict,
			 STATS_IMPROVED);
	/* As far apart, but in a comparison where that is no surprise. */
	assert_int_equal(cell(times, base, 4, more, 4, 0.05).verdict,
			 STATS_INCONCLUSIVE);
	/* Significant, but 1 % matters to nobody. */
	assert_int_equal(cell(times, base, 4, near, 4, 0.001).verdict,
			 STATS_SAME);
	/* Significant, and the interval holds 1. */
	assert_int_equal(cell(times, base, 4, wide, 4, 0.001).verdict,
			 STATS_INCONCLUSIVE);
	/* Three rounds a side tell nothing, however far apart. */
	assert_int_equal(cell(times, base, 3, more, 3, 0.001).verdict,
			 STATS_INCONCLUSIVE);
	assert_int_equal(cell(times, base, 3, base, 3, 1).verdict,
			 STATS_INCONCLUSIVE);
}

/* What a head like the base would have to be multiplied by. */
static void test_cell_mde(void **state)
{
	const double one[] = { 1000, 1000 }, spread[] = { 1000, 1010, 1020 };

	(void)state;
	close_to(cell(exact, one, 2, one, 2, 0).mde, 0.001, 1e-12);
	/* 1.001 * 1010 / 1000: from there on the intervals are disjoint. */
	close_to(cell(exact, spread, 3, spread, 3, 0).mde, 0.01101, 1e-12);
}

static enum stats_verdict slope(struct stats_rule rule, const double *base,
				const double *head, double floor, double p)
{
	struct stats_resamples r = { 0 };
	double b[4], h[4];
	struct stats_change c;

	memcpy(b, base, sizeof(b));
	memcpy(h, head, sizeof(h));
	stats__resample(&r, 4, 1, 1);
	assert_int_equal(stats__slope(&rule, b, 4, h, 4, &r, &r, floor, &c), 0);
	c.p_adjusted = p;
	if (!rule.exact)
		stats__judge_slope(&rule, true, floor, &c);
	stats__resamples_free(&r);
	return c.verdict;
}

static void test_slope(void **state)
{
	const double base[] = { 100, 100, 101, 101 };
	const double more[] = { 102, 103, 103, 102 };
	const double near[] = { 100.4, 100.4, 100.4, 100.4 };
	const double b[] = { 100.0, 100.1, 100.2, 100.3 };
	const double h[] = { 105.0, 105.1, 105.2, 105.3 };

	(void)state;
	/* Quartiles: [100, 101] and [102, 103] are 1 apart, and 1 > 0.5. */
	assert_int_equal(slope(exact, base, more, 0.5, 0), STATS_REGRESSED);
	assert_int_equal(slope(exact, more, base, 0.5, 0), STATS_IMPROVED);
	/* A gap of 1 is not above a tolerance of 1. */
	assert_int_equal(slope(exact, base, more, 1, 0), STATS_INCONCLUSIVE);
	assert_int_equal(slope(exact, near, near, 0.5, 0), STATS_SAME);
	/* 100.4 - 101 = -0.6 is more than 0.5 below. */
	assert_int_equal(slope(exact, base, near, 0.5, 0), STATS_INCONCLUSIVE);
	/* Times: 5 of 100 is above 2 %, and so are all the resamples. */
	assert_int_equal(slope(times, b, h, 0, 0.03), STATS_REGRESSED);
	assert_int_equal(slope(times, h, b, 0, 0.03), STATS_IMPROVED);
	assert_int_equal(slope(times, b, b, 0, 0.03), STATS_SAME);
	assert_int_equal(slope(times, b, h, 10, 0.03), STATS_SAME);
}

static void test_order(void **state)
{
	(void)state;
	/* The whole comparison's verdict is the largest of its parts. */
	assert_true(STATS_SAME < STATS_IMPROVED);
	assert_true(STATS_IMPROVED < STATS_INCONCLUSIVE);
	assert_true(STATS_INCONCLUSIVE < STATS_REGRESSED);
	assert_true(STATS_REGRESSED < STATS_INVALID);
	assert_string_equal(stats__verdict_name(STATS_INVALID), "invalid");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_by_round),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_misfit),
		cmocka_unit_test(test_lack_of_fit),
		cmocka_unit_test(test_resample),
		cmocka_unit_test(test_bootstrap),
		cmocka_unit_test(test_widen),
		cmocka_unit_test(test_cell_exact),
		cmocka_unit_test(test_cell_zero),
		cmocka_unit_test(test_cell_times),
		cmocka_unit_test(test_cell_mde),
		cmocka_unit_test(test_slope),
		cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
