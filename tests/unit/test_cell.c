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
	double b[8], h[8];
	struct stats_sides s = { b, nb, h, nh, false };
	struct stats_ranks ranks = { 0 };
	struct stats_change c;

	memcpy(b, base, nb * sizeof(*b));
	memcpy(h, head, nh * sizeof(*h));
	assert_int_equal(stats__cell(&rule, &s, &ranks, &c), 0);
	if (!rule.exact) {
		assert_int_equal(c.verdict, STATS_INCONCLUSIVE);
		c.p_adjusted = p;
		stats__judge_cell(&rule, nb >= 4 && nh >= 4, 0, &c);
	}
	return c;
}

static const struct stats_rule exact = { true, false, 0.001 };
static const struct stats_rule times = { false, false, 0.02 };

/* Counts that repeat, in as many rounds as there are. */
static void test_cell_exact(void **state)
{
	const double base[] = { 1000, 1000, 1000 }, more[] = { 1100 };
	const double odd[] = { 1001, 1001 };
	const struct stats_rule higher = { true, true, 0.001 };
	struct stats_change c = cell(exact, base, 3, more, 1, 0);

	(void)state;
	close_to(c.base.low, 1000, 0);
	close_to(c.base.high, 1000, 0);
	close_to(c.diff.value, 1.1, 1e-12);
	close_to(c.diff.low, 1.1, 1e-12);
	assert_true(isnan(c.p));
	assert_int_equal(c.verdict, STATS_REGRESSED);
	assert_int_equal(cell(exact, more, 1, base, 3, 0).verdict, STATS_IMPROVED);
	assert_int_equal(cell(higher, base, 3, more, 1, 0).verdict, STATS_IMPROVED);
	assert_int_equal(cell(higher, more, 1, base, 3, 0).verdict, STATS_REGRESSED);
	/* 1001/1000 is the tolerance itself. */
	assert_int_equal(cell(exact, base, 3, odd, 2, 0).verdict, STATS_SAME);
	close_to(c.mde, 0.001, 0);
}

static void test_cell_zero(void **state)
{
	const double zero[] = { 0, 0 }, five[] = { 5, 5 }, less[] = { -5, -5 };
	struct stats_change c = cell(exact, zero, 2, five, 2, 0);

	(void)state;
	assert_true(isnan(c.diff.value));
	/* There is no ratio, but counts that repeat differ. */
	assert_int_equal(c.verdict, STATS_REGRESSED);
	assert_int_equal(cell(exact, zero, 2, zero, 2, 0).verdict, STATS_SAME);
	assert_int_equal(cell(exact, less, 2, five, 2, 0).verdict, STATS_REGRESSED);
	assert_int_equal(cell(exact, five, 2, less, 2, 0).verdict, STATS_IMPROVED);
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
	/* The median of 16 ratios: 1101/1001 and 1102/1002 are in the middle. */
	close_to(c.diff.value, sqrt(1101.0 / 1001 * 1102 / 1002), 1e-6);
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

/* A kernel that differed from itself by 12 % has not changed by 10 %. */
static void test_floor(void **state)
{
	double base[] = { 1000, 1001, 1002, 1003 }, head[] = { 1100, 1101, 1102, 1103 };
	struct stats_sides s = { base, 4, head, 4, false };
	struct stats_ranks ranks = { 0 };
	struct stats_change c;

	(void)state;
	assert_int_equal(stats__cell(&times, &s, &ranks, &c), 0);
	c.p_adjusted = 0.03;
	c.mde = 0.05;
	stats__judge_cell(&times, true, 0.12, &c);
	assert_int_equal(c.verdict, STATS_INCONCLUSIVE);
	close_to(c.mde, 0.12, 0);
	stats__judge_cell(&times, true, 0.09, &c);
	assert_int_equal(c.verdict, STATS_REGRESSED);
}

static enum stats_verdict slope(struct stats_rule rule, const double *base,
				const double *head, double floor, double p)
{
	double b[6], h[6];
	struct stats_sides s = { b, 6, h, 6, true };
	struct stats_ranks ranks = { 0 };
	struct stats_change c;

	memcpy(b, base, sizeof(b));
	memcpy(h, head, sizeof(h));
	assert_int_equal(stats__slope(&rule, &s, &ranks, floor, &c), 0);
	c.p_adjusted = p;
	if (!rule.exact)
		stats__judge_slope(&rule, true, floor, 0, &c);
	return c.verdict;
}

static void test_slope(void **state)
{
	const double base[] = { 100, 100, 100, 100, 100, 100 };
	const double more[] = { 101, 101, 101, 101, 101, 101 };
	const double b[] = { 100.0, 100.1, 100.2, 100.3, 100.4, 100.5 };
	const double h[] = { 105.0, 105.1, 105.2, 105.3, 105.4, 105.5 };

	(void)state;
	/* 1 apart, and 1 > 0.5. */
	assert_int_equal(slope(exact, base, more, 0.5, 0), STATS_REGRESSED);
	assert_int_equal(slope(exact, more, base, 0.5, 0), STATS_IMPROVED);
	/* 1 is not above a tolerance of 1. */
	assert_int_equal(slope(exact, base, more, 1, 0), STATS_SAME);
	/* Times: 5 of 100 is above 2 %, and so is each pair. */
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
		cmocka_unit_test(test_floor),
		cmocka_unit_test(test_slope),
		cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
