// SPDX-License-Identifier: GPL-2.0-only
/* Verdicts on a cell and on a slope; the constants are derived by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "close-to.h"
#include "stats/change.h"

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
		cmocka_unit_test(test_cell_exact),
		cmocka_unit_test(test_cell_zero),
		cmocka_unit_test(test_cell_times),
		cmocka_unit_test(test_cell_mde),
		cmocka_unit_test(test_slope),
		cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
