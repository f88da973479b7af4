// SPDX-License-Identifier: GPL-2.0-only
/* The constants are derived by hand, and the derivation stands beside them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "close-to.h"
#include "results/reduce.h"
#include "stats/change.h"
#include "stats/shift.h"
#include "stats/stats.h"

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
	const struct sample s[] = {
		{ 17, 1 }, { 10, 1 }, { 17, 1 }, { 18, 1 }, { 14, 3 }, { 12, 3 },
	};
	struct sample out[N(s)];
	double scratch[N(s)];

	(void)state;
	assert_int_equal(results__by_round(s, N(s), true, scratch, out), 2);
	assert_int_equal(out[0].round, 1);
	assert_int_equal(out[1].round, 3);
	/* Exact: the least of each round, though 17 is more frequent. */
	close_to(out[0].value, 10, 0);
	close_to(out[1].value, 12, 0);
	/* Times: the median of 10, 17, 17, 18. */
	results__by_round(s, N(s), false, scratch, out);
	close_to(out[0].value, 17, 0);
}

static void test_location(void **state)
{
	double ten[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, four[] = { 1, 2, 4, 8 };
	double three[] = { 1, 2, 3 };
	struct stats_estimate e = stats__location(ten, 10);

	(void)state;
	close_to(e.value, 5.5, 0);
	/*
	 * From the 2nd to the 9th it covers 1 - 22/1024 = 0.9785, from the 3rd to the
	 * 8th 1 - 112/1024 = 0.8906: 0.3245 of the way to 0.95, and by the formula
	 * 8 * 0.3245 / (2 + 6 * 0.3245) = 0.6576 of the way from the 2nd to the 3rd.
	 */
	close_to(e.low, 2.6576, 0.001);
	close_to(e.high, 11 - e.low, 1e-9);
	/* As far again below 3, and 1.7 times: 3 - 1.7 * 2 and 3 + 1.7 * 5. */
	e = stats__location(four, 4);
	close_to(e.low, -0.4, 1e-12);
	close_to(e.high, 11.5, 1e-12);
	e = stats__location(three, 3);
	close_to(e.value, 2, 0);
	assert_true(isnan(e.low) && isnan(e.high));
}

static struct stats_estimate shift(const double *base, size_t nb, const double *head,
				   size_t nh, bool paired, bool ratio)
{
	const struct stats_shift s = { base, nb, head, nh, paired, ratio };
	struct stats_ranks ranks = { 0 };
	struct stats_estimate e;

	assert_int_equal(stats__shift(&s, &ranks, &e), 0);
	return e;
}

static void test_shift(void **state)
{
	const double zero[] = { 0, 0, 0, 0, 0, 0 }, six[] = { 1, 2, 3, 4, 5, 6 };
	const double low[] = { 1, 2, 3, 4 }, high[] = { 11, 12, 13, 14 };
	const double twice[] = { 2, 4, 6, 8, 10, 12 };
	struct stats_estimate e = shift(zero, 6, six, 6, true, false);

	(void)state;
	/* Of 2^6 signs, 1 leaves none: 1/64 is below 2.5 %, 2/64 is not. */
	close_to(e.value, 3.5, 1e-12);
	close_to(e.low, 1, 1e-12);
	close_to(e.high, 6, 1e-12);
	/* Of 70 divisions, 1 has rank 0, another rank 1: 2/70 is above 2.5 %. */
	e = shift(low, 4, high, 4, false, false);
	close_to(e.value, 10, 1e-12);
	close_to(e.low, 7, 1e-12);
	close_to(e.high, 13, 1e-12);
	/* Pairs that all have one ratio leave no doubt, others do. */
	e = shift(six, 6, twice, 6, true, true);
	close_to(e.low, 2, 1e-12);
	close_to(e.high, 2, 1e-12);
	e = shift(six, 6, twice, 6, false, true);
	assert_true(e.low < 1 && e.high > 4);
	/* With three and three there is no such interval. */
	e = shift(low, 3, high, 3, false, false);
	close_to(e.value, 10, 1e-12);
	assert_true(isnan(e.low) && isnan(e.high));
	/* Of 4 against 6 Welch's is wider: its error is that of four. */
	e = shift(low, 4, zero, 6, false, false);
	close_to(e.high - e.low, 2 * 3.182 * sqrt(5.0 / 3 / 4), 0.01);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_by_round),
		cmocka_unit_test(test_location),
		cmocka_unit_test(test_shift),
		cmocka_unit_test(test_widen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
