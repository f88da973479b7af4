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
#include "stats/bootstrap.h"
#include "stats/change.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_by_round),
		cmocka_unit_test(test_resample),
		cmocka_unit_test(test_bootstrap),
		cmocka_unit_test(test_widen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
