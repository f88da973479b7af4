// SPDX-License-Identifier: GPL-2.0-only
/* What one more vCPU costs: fitted lines, and costs that no line fits. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "compare/doubt.h"
#include "comparison.h"
#include "stats/line.h"

/* No cell changes by 0.1 %, but one more vCPU costs 1 % more. */
static void test_slope_alone(void **state)
{
	const char *b = BASE AT(1, 1000100) AT(2, 1000200) AT(4, 1000400);

	(void)state;
	assert_int_equal(compare(b, HEAD AT(1, 1000101) AT(2, 1000202)
				 AT(4, 1000404), false), 0);
	assert_int_equal(compare__count(c, STATS_SAME), 3);
	assert_int_equal(c->verdict, STATS_REGRESSED);
	assert_null(compare__extreme(c, STATS_REGRESSED));
}

/* Slopes are fitted round by round, and only to rounds that are whole. */
static void test_slope_rounds(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE "round: 1\n" LINE "round: 2\n" STEEP
				 "round: 3\n" LINE "round: 4\n" AT(1, 999),
				 HEAD LINE, false), 0);
	assert_int_equal(c->slopes[0].nr_base, 3);
	assert_true(fabs(c->slopes[0].slope.change.base.value - 10) < 1e-9);
	/* Three rounds that differ have no interval, and no verdict. */
	assert_true(isnan(c->slopes[0].slope.change.base.high));
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(c->cells[0].base.nr, 4);
}

static void test_no_slope(void **state)
{
	(void)state;
	/* Only two sizes are on both sides. */
	assert_int_equal(compare(BASE LINE, HEAD AT(1, 110) AT(4, 140) AT(8, 1),
				 false), 0);
	assert_int_equal(c->nr_slopes, 0);
	assert_int_equal(c->nr_missing, 2);
	assert_int_equal(c->missing[0].sides, COMPARE_BASE);
	assert_int_equal(c->missing[0].vcpus[0], 2);
	assert_int_equal(c->missing[1].sides, COMPARE_HEAD);
	assert_int_equal(c->missing[1].vcpus[0], 8);
}

#define BENT	AT(1, 100) AT(2, 900) AT(3, 100)

static void test_not_a_line(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE BENT, HEAD BENT, false), 0);
	assert_false(c->slopes[0].fits);
	assert_true(c->slopes[0].counted);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_SAME);
	done(NULL);
	assert_int_equal(compare(BASE BENT,
				 HEAD AT(1, 100) AT(2, 900) AT(3, 90), false), 0);
	assert_false(c->slopes[0].counted);
	assert_int_equal(c->verdict, STATS_IMPROVED);
}

/* A quadratic path must not be called linear, nor a logarithmic one. */
static void test_no_line_of_times(void **state)
{
	char b[8192], h[8192];

	(void)state;
	noisy(b, HEADER("b") TIMES, 200, 0, 0);
	assert_int_equal(compare(b, noisy(h, HEADER("h") TIMES, 230, 0, 0),
				 false), 0);
	assert_true(c->slopes[0].fits);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_REGRESSED);
	assert_true(c->slopes[0].slope.change.p_adjusted < 0.05);
	done(NULL);
	assert_int_equal(compare(b, noisy(h, HEADER("h") TIMES, 0, 0.8, 0),
				 false), 0);
	assert_false(c->slopes[0].fits);
	done(NULL);
	/*
	 * A bend of a fifteenth of the range: too little to be noise, though. Two
	 * lines describe it, and neither is given out for the whole.
	 */
	assert_int_equal(compare(b, noisy(h, HEADER("h") TIMES, 160, 0.25, 0),
				 false), 0);
	assert_true(!c->slopes[0].fits || c->slopes[0].part);
	done(NULL);
	assert_int_equal(compare(b, noisy(h, HEADER("h") TIMES, 0, 0, 300),
				 false), 0);
	assert_false(c->slopes[0].fits);
}

/* 10 a vCPU up to 4, and 100 from there on. */
static void test_bend(void **state)
{
#define CURVE(first)	AT(1, 110) AT(2, 120) AT(4, 140) AT(6, 340) AT(8, 540) AT(9, first)

	(void)state;
	assert_int_equal(compare(BASE CURVE(640), HEAD CURVE(640), false), 0);
	/* All the same: one entry, and no slope to quote. */
	assert_int_equal(c->nr_slopes, 1);
	assert_false(c->slopes[0].fits);
	done(NULL);
	assert_int_equal(compare(BASE CURVE(640), HEAD CURVE(644), false), 0);
	assert_int_equal(c->nr_slopes, 2);
	assert_true(c->slopes[0].fits && c->slopes[0].part);
	assert_int_equal(c->slopes[0].from, 1);
	assert_int_equal(c->slopes[0].to, 4);
	assert_int_equal(c->slopes[1].from, 4);
	assert_int_equal(c->slopes[1].to, 9);
	assert_true(fabs(c->slopes[0].slope.change.base.value - 10) < 1e-9);
	assert_true(fabs(c->slopes[1].slope.change.base.value - 100) < 1e-9);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_SAME);
}

/* Above 255 vCPUs there is a line of its own, though one line would do for all. */
static void test_large(void **state)
{
#define SMALL	AT(1, 110) AT(64, 740) AT(255, 2650)
#define LARGE	AT(256, 2560) AT(512, 4992) AT(1024, 9856)

	(void)state;
	assert_int_equal(compare(BASE SMALL LARGE, HEAD SMALL LARGE, false), 0);
	assert_int_equal(c->nr_slopes, 2);
	assert_true(c->slopes[0].part && c->slopes[1].part);
	assert_int_equal(c->slopes[0].to, 255);
	assert_int_equal(c->slopes[1].from, 256);
	assert_true(fabs(c->slopes[0].slope.change.base.value - 10) < 1e-9);
	assert_true(fabs(c->slopes[1].slope.change.base.value - 9.5) < 1e-9);
	done(NULL);
	/* From 256 on it is cheaper by 2 a vCPU; its line ends 100 higher at size 0. */
	assert_int_equal(compare(BASE SMALL LARGE,
				 HEAD SMALL AT(256, 2148) AT(512, 4068) AT(1024, 7908), false), 0);
	assert_int_equal(c->slopes[1].slope.change.verdict, STATS_IMPROVED);
	assert_int_equal(c->slopes[1].fixed.change.verdict, STATS_SAME);
	assert_int_equal(c->verdict, STATS_IMPROVED);
	done(NULL);
	/* Too few above: the line below is that of the VMs below. */
	assert_int_equal(compare(BASE SMALL AT(1024, 9856), HEAD SMALL AT(1024, 9856), false), 0);
	assert_int_equal(c->nr_slopes, 1);
	assert_int_equal(c->slopes[0].to, 255);
	done(NULL);
	/* Too few on both sides: one line is better than none. */
	assert_int_equal(compare(BASE AT(1, 110) AT(255, 2650) AT(1024, 9856) AT(4096, 39040),
				 HEAD AT(1, 110) AT(255, 2650) AT(1024, 9856) AT(4096, 39040),
				 false), 0);
	assert_int_equal(c->nr_slopes, 1);
	assert_false(c->slopes[0].part);
}

/* Six more, whatever the size: whether size 1 was measured does not matter. */
static void test_fixed(void **state)
{
	const char *b = BASE AT(8, 5280) AT(16, 5360) AT(32, 5520);

	(void)state;
	assert_int_equal(compare(b, HEAD AT(8, 5286) AT(16, 5366) AT(32, 5526), false), 0);
	/* 6 of 5200 are 0.115 %, and one vCPU still costs 10. */
	assert_int_equal(c->slopes[0].fixed.change.verdict, STATS_REGRESSED);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_SAME);
	assert_true(fabs(c->slopes[0].fixed.change.diff.value - 6) < 1e-9);
	assert_int_equal(c->verdict, STATS_REGRESSED);
	done(NULL);
	/* A head that bends: its line misses the smallest size by more than it gains. */
	assert_int_equal(compare(BASE AT(1, 110) AT(2, 120) AT(4, 140) AT(8, 180),
				 HEAD AT(1, 102) AT(2, 110) AT(4, 120) AT(8, 140), false), 0);
	assert_int_equal(c->slopes[0].fixed.change.verdict, STATS_SAME);
	assert_int_equal(c->verdict, STATS_IMPROVED);
	done(NULL);
	/*
	 * kvm_vcpu_on_spin() of 7.3, with the xarray and with an array: the xarray's
	 * second level at 64 tilts its line, which then begins 193 lower. At 1 vCPU
	 * the array is cheaper by 2.
	 */
	assert_int_equal(compare(BASE AT(1, 2435) AT(2, 2562) AT(4, 2776) AT(8, 3204) AT(16, 4060)
				 AT(32, 5772) AT(64, 9196) AT(128, 19346) AT(255, 36237),
				 HEAD AT(1, 2433) AT(2, 2466) AT(4, 2496) AT(8, 2556) AT(16, 2676)
				 AT(32, 2916) AT(64, 3396) AT(128, 4356) AT(255, 6261), false), 0);
	assert_int_equal(c->slopes[0].fixed.change.verdict, STATS_SAME);
	assert_int_equal(c->verdict, STATS_IMPROVED);
}

/* 4 rounds of 24 batches on a line, @upper of each cell's at a mode that is @gap higher. */
static const char *two_modes(char *text, const char *keys, int upper, int gap, int by)
{
	int round, size, batch, end = sprintf(text, "%s", keys);

	for (round = 1; round <= 4; round++) {
		end += sprintf(text + end, "round: %d\n", round);
		for (size = 1; size <= 16; size *= 4) {
			for (batch = 0; batch < 24; batch++)
				end += sprintf(text + end, "BenchmarkA/vcpus=%d 9 %d insns/op\n",
					       size, 4000 + (100 + by) * size + round +
					       (batch < upper ? gap * size : 0));
		}
	}
	return text;
}

/* Nine of ten batches at one mode, then nine of ten at the other: no line is another. */
static void test_mixture(void **state)
{
	static char b[32768], h[32768];

	(void)state;
	assert_int_equal(compare(two_modes(b, HEADER("b") "varies: A\n" EXACT, 2, 30, 0),
				 two_modes(h, HEADER("h") "varies: A\n" EXACT, 22, 30, 0), false), 0);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(c->cells[2].change.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(doubt__of_cell(c, &c->cells[2]), DOUBT_MIXTURE);
	assert_int_equal(doubt__of_part(c, c->slopes, &c->slopes->slope), DOUBT_MIXTURE);
	assert_int_equal(c->verdict, STATS_INCONCLUSIVE);
	done(NULL);
	assert_int_equal(compare(two_modes(b, HEADER("b") "varies: A\n" EXACT, 2, 30, 0),
				 two_modes(h, HEADER("h") "varies: A\n" EXACT, 2, 30, 30), false), 0);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_REGRESSED);
	assert_int_equal(c->cells[2].change.verdict, STATS_REGRESSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_slope_alone, done),
		cmocka_unit_test_teardown(test_slope_rounds, done),
		cmocka_unit_test_teardown(test_no_slope, done),
		cmocka_unit_test_teardown(test_not_a_line, done),
		cmocka_unit_test_teardown(test_no_line_of_times, done),
		cmocka_unit_test_teardown(test_bend, done),
		cmocka_unit_test_teardown(test_large, done),
		cmocka_unit_test_teardown(test_fixed, done),
		cmocka_unit_test_teardown(test_mixture, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
