// SPDX-License-Identifier: GPL-2.0-only
/* The constants are derived by hand, and the derivation stands beside them. */
#include <gsl/gsl_randist.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "close-to.h"
#include "stats/family.h"
#include "stats/prior.h"
#include "stats/robust.h"
#include "stats/statistic.h"
#include "stats/stats.h"

#define ROUNDS	6

static void run(bool paired, double (*v)[2 * ROUNDS], size_t nr,
		struct stats_row *rows, struct stats_family *f)
{
	size_t i;

	*f = (struct stats_family){
		.paired = paired, .nb = ROUNDS, .nh = ROUNDS,
		.rows = rows, .nr = nr,
	};
	for (i = 0; i < nr; i++)
		rows[i] = (struct stats_row){ .v = v[i] };
	assert_int_equal(stats__family(f, 1), 0);
}

static void test_pairs(void **state)
{
	/* Differences 1, 1.1 ... 1.5, and some about 0. */
	double v[2][2 * ROUNDS] = {
		{ 0, 0, 0, 0, 0, 0, 1, 1.1, 1.2, 1.3, 1.4, 1.5 },
		{ 0, 0, 0, 0, 0, 0, 1, -1, 0.5, -0.5, 0.2, -0.3 },
	};
	struct stats_row rows[2];
	struct stats_family f;

	(void)state;
	run(true, v, 2, rows, &f);
	/* Of 2^6 signs, all plus and all minus are as extreme: 2/64. */
	close_to(rows[0].p, 2.0 / 64, 1e-12);
	/* And in none of the others does either row come near. */
	close_to(rows[0].p_adjusted, 2.0 / 64, 1e-12);
	/* They add up to -0.1, and no choice of signs comes nearer to 0. */
	close_to(rows[1].p, 1, 1e-12);
	close_to(rows[1].p_adjusted, 1, 1e-12);
}

static void test_independent(void **state)
{
	/* Four rounds a side: one of C(8, 4) = 70 divisions is as extreme, twice. */
	double v[] = { 1, 2, 3, 4, 11, 12, 13, 14 };
	struct stats_row row = { .v = v };
	struct stats_family f = { .nb = 4, .nh = 4, .rows = &row, .nr = 1 };

	(void)state;
	assert_int_equal(stats__family(&f, 1), 0);
	close_to(row.p, 2.0 / 70, 1e-12);
	close_to(row.p_adjusted, 2.0 / 70, 1e-12);
	close_to(f.rho, 0, 0);
}

/* Twice the same row: whatever happens to one happens to the other. */
static void test_step_down(void **state)
{
	double v[3][2 * ROUNDS] = {
		{ 0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 2, -1 },
		{ 0, 0, 0, 0, 0, 0, 1, 2, 3, 1, 2, -1 },
		{ 0, 0, 0, 0, 0, 0, 5, 5, 5, 5.1, 5, 5 },
	};
	struct stats_row rows[3];
	struct stats_family f;

	(void)state;
	run(true, v, 3, rows, &f);
	/* Bonferroni would take the second for another chance of an alarm. */
	close_to(rows[0].p_adjusted, rows[0].p, 1e-12);
	close_to(rows[1].p_adjusted, rows[0].p, 1e-12);
	assert_true(rows[2].p_adjusted <= rows[0].p_adjusted);
	assert_true(rows[2].z > rows[0].z);
}

static void test_missing(void **state)
{
	double v[][2 * ROUNDS] = {
		{ 0, 0, 0, 0, 0, 0, 1, 1.1, 1.2, 1.3, 1.4, 1.5 },
		{ 0, 0, NAN, 0, 0, 0, 1, 1.1, 1.2, 1.3, NAN, 1.5 },
		{ 0, NAN, NAN, NAN, NAN, NAN, 1, 1.1, 1.2, 1.3, 1.4, 1.5 },
	};
	struct stats_row rows[3];
	struct stats_family f;

	(void)state;
	run(true, v, 3, rows, &f);
	/* Four pairs are left: all plus or all minus of 2^4. */
	close_to(rows[1].p, 2.0 / 16, 1e-12);
	/* One pair has no variance. */
	assert_true(isnan(rows[2].p) && isnan(rows[2].p_adjusted) &&
		    isnan(rows[2].mde));
}

/* Two rounds a side are relabeled among themselves, whatever rounds others have. */
static void test_fewer_rounds(void **state)
{
	double v[][12] = {
		{ 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16 },
		{ 1, 2, NAN, NAN, NAN, NAN, 11, 12, NAN, NAN, NAN, NAN },
	};
	struct stats_row rows[2];
	struct stats_family f;

	(void)state;
	run(false, v, 2, rows, &f);
	assert_true(rows[0].p_adjusted < 0.05);
	/* One of C(4, 2) = 6 divisions and its mirror image; 2000 are drawn. */
	close_to(rows[1].p, 2.0 / 6, 0.05);
	assert_true(isnan(rows[1].mde));
}

/* Few degrees of freedom: a t of 4.781 is as rare, with 9, as a normal's 3.3. */
static void test_z_of_t(void **state)
{
	(void)state;
	close_to(stats__z_of_t(4.781, 9), 3.291, 0.02);
	close_to(stats__t_of_z(stats__z_of_t(7, 4), 4), 7, 1e-9);
	close_to(stats__z_of_t(2, INFINITY), 2, 0);
}

/* Base is ten times as noisy, and has a quarter of the rounds. */
static void test_unequal(void **state)
{
	double v[] = { 10, -10, 12, -4, 0.9, 1.1, 1, 0.8, 1.2, 1, 0.9, 1.1,
		       1, 0.8, 1.2, 1, 0.9, 1.1, 1, 1 };
	struct stats_row row = { .v = v };
	struct stats_family f = { .nb = 4, .nh = 16, .rows = &row, .nr = 1 };

	(void)state;
	assert_int_equal(stats__family(&f, 1), 0);
	/* The means are 2 and 1: the error of the first is that of four rounds. */
	assert_true(row.p > 0.5);
	/* sqrt(113 / 4) is 5.3, and twice that cannot be seen. */
	assert_true(row.mde > 10);
}

static void test_equal(void **state)
{
	double v[][2 * ROUNDS] = {
		{ 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7 },
		{ 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8 },
	};
	struct stats_row rows[2];
	struct stats_family f;

	(void)state;
	run(true, v, 2, rows, &f);
	close_to(rows[0].p, 1, 0);
	/* Without any noise, and still no p below 2/64. */
	close_to(rows[1].p, 2.0 / 64, 1e-12);
}

static void test_least_p(void **state)
{
	(void)state;
	close_to(stats__least_p(false, 4, 4), 2.0 / 70, 1e-12);
	close_to(stats__least_p(false, 3, 3), 0.1, 1e-12);
	close_to(stats__least_p(true, 5, 5), 2.0 / 32, 1e-12);
	close_to(stats__least_p(true, 6, 9), 2.0 / 64, 1e-12);
	close_to(stats__least_p(false, 1, 1), 1, 1e-12);
	/* 2/70 and 2/64 are the first below 0.05. */
	assert_int_equal(stats__least_rounds(false), 4);
	assert_int_equal(stats__least_rounds(true), 6);
}

static void test_kept(void **state)
{
	(void)state;
	close_to(stats__effective_fraction(10, 0), 1, 0);
	/* 1 + 2 * 1/2 * 1/2 = 3/2: of two rounds 4/3 are left, and 1/3 of a df. */
	close_to(stats__effective_fraction(2, 0.5), sqrt(1.0 / 3), 1e-12);
	assert_true(stats__effective_fraction(10, 0.9) < stats__effective_fraction(10, 0.5));
	close_to(stats__effective_fraction(1, 0.5), 1, 0);
}

static void moderate(struct stats_row *rows, size_t nr)
{
	struct stats_family f = { .paired = true, .rows = rows, .nr = nr };

	stats__moderate(&f);
}

/* Variances that scatter no more than chance makes them are one variance. */
static void test_moderate(void **state)
{
	struct stats_row even[5], odd[5], few[3];
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++) {
		even[i] = (struct stats_row){ .side[0] = { .df = 9, .s2 = 4 } };
		odd[i] = (struct stats_row){ .side[0] = { .df = 9, .s2 = pow(100, i) } };
		few[i % 3] = even[i];
	}
	moderate(even, 5);
	assert_true(isinf(even[0].side[0].prior_df));
	/* log of the mean's bias: psi(4.5) - log(4.5) = -0.1154. */
	close_to(even[4].side[0].prior_s2, 4 * exp(0.1154), 0.001);
	moderate(odd, 5);
	assert_true(odd[0].side[0].prior_df > 0 && odd[0].side[0].prior_df < 1);
	moderate(few, 3);
	close_to(few[0].side[0].prior_df, 0, 0);
	/* Of two kinds, neither says anything of the other. */
	for (i = 0; i < 5; i++)
		even[i].kind = i < 3;
	moderate(even, 5);
	close_to(even[0].side[0].prior_df, 0, 0);
}

/* Neighbours alike in every row: then ten rounds are fewer. */
static void test_autocorrelation(void **state)
{
	double v[8][2 * ROUNDS];
	struct stats_row rows[8];
	struct stats_family f;
	size_t i, j;

	(void)state;
	for (i = 0; i < 8; i++) {
		for (j = 0; j < ROUNDS; j++) {
			v[i][j] = 0;
			v[i][ROUNDS + j] = (j < 3 ? 1 : -1) * (1.0 + i);
		}
	}
	run(true, v, 8, rows, &f);
	/* r = 3/6 in each; (1/2 + 1/6) / (1 - 4/6) = 2, and the most is 0.95. */
	close_to(f.rho, 0.95, 1e-12);
	assert_true(f.effective < 0.2);
	memset(v, 0, sizeof(v));
	for (i = 0; i < 8; i++)
		for (j = 0; j < ROUNDS; j++)
			v[i][ROUNDS + j] = j % 2 ? 1 : -1;
	run(true, v, 8, rows, &f);
	close_to(f.rho, 0, 0);
	close_to(f.effective, 1, 0);
}

/* The mde of a run is what its own test would have found: no more, no less. */
static void test_mde(void **state)
{
	double v[1][2 * ROUNDS] = {
		{ 0, 0, 0, 0, 0, 0, 0.3, -0.2, 0.1, -0.3, 0.2, -0.1 },
	};
	struct stats_row row;
	struct stats_family f;
	double mde;
	size_t i;

	(void)state;
	run(true, v, 1, &row, &f);
	mde = row.mde;
	assert_true(mde > 0 && row.p_adjusted > 0.5);
	memset(v[0], 0, ROUNDS * sizeof(**v));
	for (i = 0; i < ROUNDS; i++)
		v[0][ROUNDS + i] = mde + (i % 2 ? -0.1 : 0.1) * (1 + i / 2);
	run(true, v, 1, &row, &f);
	assert_true(row.p_adjusted < STATS_ALPHA);
}

/* What was found does not change what else could have been: it has stepped down. */
static void test_mde_after_step_down(void **state)
{
	double v[6][2 * ROUNDS], mde = 0;
	struct stats_row rows[6];
	struct stats_family f;
	size_t i, j;
	int found;

	(void)state;
	for (found = 0; found < 2; found++) {
		memset(v, 0, sizeof(v));
		for (i = 0; i < 6; i++) {
			for (j = 0; j < ROUNDS; j++)
				v[i][ROUNDS + j] = (j % 2 ? -0.01 : 0.01) *
						   (1 + (i * 5 + j * 3) % 7) -
						   (found && !i ? 2.3 : 0);
		}
		run(true, v, 6, rows, &f);
		if (found) {
			assert_true(rows[0].p_adjusted < STATS_ALPHA);
			/* It was 18 times as large. */
			assert_true(rows[5].mde < 1.5 * mde);
		}
		mde = rows[5].mde;
	}
}

/* Normal noise is left as it is; outliers, and noise of few values, are clipped. */
static void test_far_out(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double v[10], work[10];
	int outliers, row, i;

	(void)state;
	for (outliers = 0; outliers < 2; outliers++) {
		struct stats_far far = { 0, 0 };

		for (row = 0; row < 54; row++) {
			for (i = 0; i < 10; i++)
				v[i] = gsl_ran_gaussian(rng, outliers && !i ? 10 : 1);
			stats__add_far(&far, v, 10, work);
			if (!row)
				assert_true(stats__is_worth_clipping(&far));
		}
		assert_int_equal(far.of, 540);
		assert_int_equal(stats__is_worth_clipping(&far), outliers);
	}
	gsl_rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_far_out),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_independent),
		cmocka_unit_test(test_step_down),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_fewer_rounds),
		cmocka_unit_test(test_z_of_t),
		cmocka_unit_test(test_unequal),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_least_p),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_moderate),
		cmocka_unit_test(test_autocorrelation),
		cmocka_unit_test(test_mde),
		cmocka_unit_test(test_mde_after_step_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
