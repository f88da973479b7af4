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

static void test_fit(void **state)
{
	const double x[] = { 1, 2, 3 }, y[] = { 1, 2, 2 };
	struct stats_line line = stats__fit(x, y, 3);

	(void)state;
	/* Means 2 and 5/3; Sxy = 2/3 + 1/3 = 1, Sxx = 2; 5/3 - 2 * 1/2. */
	close_to(line.slope, 0.5, 1e-12);
	close_to(line.fixed, 2.0 / 3, 1e-12);
	/* Residuals -1/6, 1/3, -1/6; the range is 1/2 * (3 - 1) = 1. */
	close_to(stats__misfit(x, y, 3, line), 1.0 / 3, 1e-12);
}

static void test_misfit(void **state)
{
	const double x[] = { 1, 2, 3 }, flat[] = { 500, 501, 500 };
	const double bent[] = { 500, 600, 500 }, straight[] = { 5, 7, 9 };

	(void)state;
	close_to(stats__misfit(x, straight, 3, stats__fit(x, straight, 3)), 0, 0);
	/* Off by 2/3 of 501, which is below 2 %: flat, not crooked. */
	close_to(stats__misfit(x, flat, 3, stats__fit(x, flat, 3)), 0, 0);
	assert_true(stats__misfit(x, bent, 3, stats__fit(x, bent, 3)) >
		    STATS_LINE_RANGE);
}

static void test_mann_whitney_exact(void **state)
{
	const double low[] = { 1, 2, 3, 4 }, high[] = { 5, 6, 7, 8 };
	const double a[] = { 1, 2, 5 }, b[] = { 3, 4 };

	(void)state;
	/* One order of C(8, 4) = 70 on each side is as extreme. */
	close_to(stats__mann_whitney(low, 4, high, 4), 2.0 / 70, 1e-12);
	close_to(stats__mann_whitney(high, 4, low, 4), 2.0 / 70, 1e-12);
	/*
	 * U = 2 of 6 (5 is above 3 and 4). Of the C(5, 2) = 10 orders 1, 1, 2,
	 * 2, 2, 1, 1 have U = 0 ... 6, so p = 2 * (1 + 1 + 2) / 10.
	 */
	close_to(stats__mann_whitney(a, 3, b, 2), 0.8, 1e-12);
}

static void test_mann_whitney_normal(void **state)
{
	const double a[] = { 1, 2, 2, 3 }, b[] = { 3, 4, 4, 5 };
	const double same[] = { 6, 6, 6, 6 };
	double low[21], high[21];
	int i;

	(void)state;
	/*
	 * U = 1/2 of mean 8; three pairs of ties give 3 * (8 - 2) = 18, and
	 * sigma^2 = 16/12 * (9 - 18 / (8 * 7)) = 11.5714; z = 7 / 3.40168.
	 */
	close_to(stats__mann_whitney(a, 4, b, 4), 0.03961, 1e-5);
	close_to(stats__mann_whitney(same, 4, same, 4), 1, 0);
	for (i = 0; i < 21; i++) {
		low[i] = i;
		high[i] = 100 + i;
	}
	/* Beyond n + m = 40: z = (220.5 - 0.5) / sqrt(441 / 12 * 43) = 5.534. */
	close_to(stats__mann_whitney(low, 21, high, 21), 3.125e-8, 1e-10);
}

static void test_least_p(void **state)
{
	(void)state;
	close_to(stats__least_p(4, 4), 2.0 / 70, 1e-12);
	close_to(stats__least_p(3, 3), 0.1, 1e-12);
	close_to(stats__least_p(1, 1), 1, 1e-12);
}

static double share(const struct stats_resamples *r, size_t low, size_t high)
{
	size_t i, n = 0;

	for (i = 0; i < STATS_RESAMPLES; i++)
		n += r->low[i] == low && r->high[i] == high;
	return (double)n / STATS_RESAMPLES;
}

static void test_resample(void **state)
{
	static struct stats_resamples r, again;

	(void)state;
	/*
	 * The median of 3 draws is the lowest value when 2 or 3 draws are it:
	 * 3 * 1/9 * 2/3 + 1/27 = 7/27. One sigma of a share is 0.01 here.
	 */
	assert_int_equal(stats__resample(&r, 3, 1), 0);
	close_to(share(&r, 0, 0), 7.0 / 27, 0.04);
	close_to(share(&r, 1, 1), 13.0 / 27, 0.04);
	/* Two draws of two values: both low, one each (1/2), both high. */
	assert_int_equal(stats__resample(&r, 2, 1), 0);
	close_to(share(&r, 0, 0), 0.25, 0.04);
	close_to(share(&r, 0, 1), 0.5, 0.04);
	close_to(share(&r, 1, 1), 0.25, 0.04);
	/*
	 * Four draws of four: both middle ones are the lowest value when 3 or
	 * 4 draws are it: 4 * 1/64 * 3/4 + 1/256 = 13/256.
	 */
	assert_int_equal(stats__resample(&r, 4, 1), 0);
	close_to(share(&r, 0, 0), 13.0 / 256, 0.02);
	assert_int_equal(stats__resample(&again, 4, 1), 0);
	assert_memory_equal(&r, &again, sizeof(r));
	assert_int_equal(stats__resample(&again, 4, 2), 0);
	assert_memory_not_equal(&r, &again, sizeof(r));
}

static struct stats_change cell(struct stats_rule rule, const double *base,
				size_t nb, const double *head, size_t nh)
{
	static struct stats_resamples rb, rh;
	double b[8], h[8];
	struct stats_change c;

	memcpy(b, base, nb * sizeof(*b));
	memcpy(h, head, nh * sizeof(*h));
	stats__resample(&rb, nb, 1);
	stats__resample(&rh, nh, 2);
	stats__cell(&rule, b, nb, h, nh, &rb, &rh, &c);
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
	struct stats_change c = cell(exact, base, 3, more, 3);

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
	assert_int_equal(cell(exact, more, 3, base, 3).verdict, STATS_IMPROVED);
	assert_int_equal(cell(higher, base, 3, more, 3).verdict, STATS_IMPROVED);
	assert_int_equal(cell(higher, more, 3, base, 3).verdict, STATS_REGRESSED);
	/* 1005/1000 is above the tolerance, 1000/1010 below it. */
	assert_int_equal(cell(exact, base, 3, some, 3).verdict,
			 STATS_INCONCLUSIVE);
	/* One round of three may be as disturbed as it likes. */
	c = cell(exact, odd_one, 3, even, 2);
	close_to(c.base.high, 1000, 0);
	assert_int_equal(c.verdict, STATS_SAME);
	/* 1001/1000 is the tolerance itself. */
	assert_int_equal(cell(exact, even, 2, odd, 2).verdict, STATS_SAME);
}

static void test_cell_zero(void **state)
{
	const double zero[] = { 0, 0 }, five[] = { 5, 5 }, less[] = { -5, -5 };
	struct stats_change c = cell(exact, zero, 2, five, 2);

	(void)state;
	assert_true(isnan(c.diff.value));
	assert_int_equal(c.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(cell(exact, zero, 2, zero, 2).verdict, STATS_SAME);
	assert_int_equal(cell(exact, less, 2, five, 2).verdict,
			 STATS_INCONCLUSIVE);
	assert_int_equal(cell(exact, five, 2, less, 2).verdict,
			 STATS_INCONCLUSIVE);
	assert_int_equal(cell(exact, five, 2, zero, 2).verdict, STATS_IMPROVED);
}

static void test_cell_times(void **state)
{
	const double base[] = { 1000, 1001, 1002, 1003 };
	const double more[] = { 1100, 1101, 1102, 1103 };
	const double near[] = { 1010, 1011, 1012, 1013 };
	const double wide[] = { 900, 950, 1050, 1100 };
	/*
	 * A stray round a side: the median of 7 resampled is the stray one in
	 * less than 1 % of the cases. U = 7 + 6 = 13, and up to 8 is p < 0.05.
	 */
	const double stray[] = { 100, 100.1, 100.2, 100.3, 100.4, 100.5, 120 };
	const double shifted[] = { 90, 105, 105.1, 105.2, 105.3, 105.4, 105.5 };
	struct stats_change c = cell(times, base, 4, more, 4);

	(void)state;
	close_to(c.p, 2.0 / 70, 1e-12);
	close_to(c.diff.value, 1101.5 / 1001.5, 1e-12);
	assert_true(c.diff.low > 1.096 && c.diff.high < 1.104);
	assert_int_equal(c.verdict, STATS_REGRESSED);
	assert_int_equal(cell(times, more, 4, base, 4).verdict, STATS_IMPROVED);
	/* Significant, but 1 % matters to nobody. */
	assert_int_equal(cell(times, base, 4, near, 4).verdict, STATS_SAME);
	assert_int_equal(cell(times, base, 4, wide, 4).verdict,
			 STATS_INCONCLUSIVE);
	/* The interval is above 1 here, but p is not below 0.05. */
	assert_int_equal(cell(times, stray, 7, shifted, 7).verdict,
			 STATS_INCONCLUSIVE);
	/* Three rounds a side tell nothing, however far apart. */
	assert_int_equal(cell(times, base, 3, more, 3).verdict,
			 STATS_INCONCLUSIVE);
	assert_int_equal(cell(times, base, 3, base, 3).verdict,
			 STATS_INCONCLUSIVE);
}

static enum stats_verdict slope(struct stats_rule rule, const double *base,
				const double *head, double floor)
{
	static struct stats_resamples r;
	double b[4], h[4];
	struct stats_change c;

	memcpy(b, base, sizeof(b));
	memcpy(h, head, sizeof(h));
	stats__resample(&r, 4, 1);
	stats__slope(&rule, b, 4, h, 4, &r, &r, floor, &c);
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
	assert_int_equal(slope(exact, base, more, 0.5), STATS_REGRESSED);
	assert_int_equal(slope(exact, more, base, 0.5), STATS_IMPROVED);
	/* A gap of 1 is not above a tolerance of 1. */
	assert_int_equal(slope(exact, base, more, 1), STATS_INCONCLUSIVE);
	assert_int_equal(slope(exact, near, near, 0.5), STATS_SAME);
	/* 100.4 - 101 = -0.6 is more than 0.5 below. */
	assert_int_equal(slope(exact, base, near, 0.5), STATS_INCONCLUSIVE);
	/* Times: 5 of 100 is above 2 %, and the intervals are disjoint. */
	assert_int_equal(slope(times, b, h, 0), STATS_REGRESSED);
	assert_int_equal(slope(times, h, b, 0), STATS_IMPROVED);
	assert_int_equal(slope(times, b, b, 0), STATS_SAME);
	assert_int_equal(slope(times, b, h, 10), STATS_SAME);
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
		cmocka_unit_test(test_mann_whitney_exact),
		cmocka_unit_test(test_mann_whitney_normal),
		cmocka_unit_test(test_least_p),
		cmocka_unit_test(test_resample),
		cmocka_unit_test(test_cell_exact),
		cmocka_unit_test(test_cell_zero),
		cmocka_unit_test(test_cell_times),
		cmocka_unit_test(test_slope),
		cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
