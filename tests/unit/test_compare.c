// SPDX-License-Identifier: GPL-2.0-only
/* Two runs side by side: cells, pairs of rounds, what cannot be compared. */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "compare/doubt.h"
#include "comparison.h"

static void refused(const char *b, const char *h, const char *part)
{
	assert_int_equal(compare(b, h, false), -EINVAL);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
	done(NULL);
}

static void warned(const char *part)
{
	size_t i;

	for (i = 0; i < c->nr_warnings; i++) {
		if (strstr(c->warnings[i], part))
			return;
	}
	fail_msg("no warning says '%s'", part);
}

static void test_same(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD LINE, false), 0);
	assert_int_equal(c->nr_cells, 3);
	assert_int_equal(c->nr_slopes, 1);
	assert_int_equal(c->verdict, STATS_SAME);
	assert_true(fabs(c->slopes[0].slope.change.base.value - 10) < 1e-9);
	assert_true(fabs(c->slopes[0].fixed.change.base.value - 100) < 1e-9);
	assert_true(c->slopes[0].fits);
}

static void test_regressed(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD STEEP, false), 0);
	assert_int_equal(c->verdict, STATS_REGRESSED);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_REGRESSED);
	assert_int_equal(compare__count(c, STATS_REGRESSED), 3);
	/* 144/140 is the largest of 111/110, 122/120, 144/140. */
	assert_int_equal(compare__extreme(c, STATS_REGRESSED)->vcpus, 4);
}

/* Runs that began together are pairs; with too few rounds they are not. */
static void test_pairs(void **state)
{
	char b[8192], h[8192];
	const char *keys = "schema: vcpuscale/1\nrun: 20261122T090000Z-%s\n"
			   "kernel: k\nkernel-id: i\ntestbed: host\nmachine: m\n"
			   TIMES;
	char head[200], base[200];

	(void)state;
	snprintf(base, sizeof(base), keys, "1");
	snprintf(head, sizeof(head), keys, "2");
	assert_int_equal(compare(noisy(b, base, 200, 0, 0),
				 noisy(h, head, 200, 0, 0), false), 0);
	assert_true(c->paired);
	/* 9 cells, the slope and the fixed cost. */
	assert_int_equal(c->nr_tests, 11);
	done(NULL);
	head[sizeof("schema: vcpuscale/1\nrun: 20261122T0900") - 1] = '1';
	assert_int_equal(compare(noisy(b, base, 200, 0, 0),
				 noisy(h, head, 200, 0, 0), false), 0);
	assert_false(c->paired);
	done(NULL);
	snprintf(head, sizeof(head), keys, "2");
	*strstr(b, "round: 6") = '\0';
	*strstr(h, "round: 6") = '\0';
	assert_int_equal(compare(b, h, false), 0);
	assert_false(c->paired);
}

/* The two as base and head, and the other way round. */
static void paired(const char *a, const char *b, bool expected)
{
	char x[8192], y[8192];

	noisy(x, a, 200, 0, 0);
	noisy(y, b, 200, 0, 0);
	assert_int_equal(compare(x, y, false), 0);
	assert_int_equal(c->paired, expected);
	done(NULL);
	assert_int_equal(compare(y, x, false), 0);
	assert_int_equal(c->paired, expected);
	done(NULL);
}

/* One file that names the other is enough, unless the other names a third. */
static void test_pairs_by_key(void **state)
{
#define OF(run, key)	"schema: vcpuscale/1\nrun: " run "\nkernel: k\n" \
			"kernel-id: i\ntestbed: host\nmachine: m\n" key TIMES
	const char *without = OF("20261122T090000Z-1", "");

	(void)state;
	paired(OF("20261122T100000Z-2", "beside: 20261122T090000Z-1\n"),
	       OF("20261122T090000Z-1", "beside: 20261122T100000Z-2\n"), true);
	paired(without, OF("20261122T100000Z-2", "beside: 20261122T090000Z-1\n"), true);
	paired(without, OF("20261122T090000Z-2", "beside: 20261122T090000Z-3\n"), false);
	paired(OF("20261122T090000Z-1", "beside: 20261122T090000Z-2\n"),
	       OF("20261122T090000Z-2", "beside: 20261122T090000Z-3\n"), false);
	paired(without, OF("20261122T100000Z-2", ""), false);
	paired(without, without, false);
}

static void test_invalid(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD LINE
				 "BenchmarkA/vcpus=2 invalid BUG: at x.c\n",
				 false), 0);
	assert_int_equal(c->verdict, STATS_INVALID);
	assert_string_equal(c->cells[1].invalid, "BUG: at x.c");
	assert_int_equal(c->cells[0].change.verdict, STATS_SAME);
	/* Two sizes are left. */
	assert_int_equal(c->nr_slopes, 0);
	done(NULL);
	/* It broke before its first sample. */
	assert_int_equal(compare(BASE LINE, HEAD AT(1, 110)
				 "BenchmarkA/vcpus=2 invalid oops\n"
				 "BenchmarkB/vcpus=2 invalid oops\n", false), 0);
	assert_int_equal(c->nr_cells, 3);
	assert_int_equal(compare__count(c, STATS_INVALID), 2);
	assert_null(c->cells[2].unit);
	assert_true(isnan(c->cells[1].change.diff.value));
}

static void test_skipped(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE LINE
				 "BenchmarkB/vcpus=4 skip no PAUSE exits\n"
				 "BenchmarkB/vcpus=2 skip no PAUSE exits\n"
				 "BenchmarkB/vcpus=2 skip no PAUSE exits\n",
				 HEAD AT(1, 110) AT(2, 120)
				 "BenchmarkA/vcpus=4 skip no memory\n"
				 "BenchmarkB/vcpus=4 skip no PAUSE exits\n"
				 "BenchmarkB/vcpus=2 skip no PAUSE exits\n",
				 false), 0);
	assert_int_equal(c->nr_missing, 2);
	assert_string_equal(c->missing[0].bench, "A");
	assert_int_equal(c->missing[0].sides, COMPARE_HEAD);
	assert_string_equal(c->missing[1].reason, "no PAUSE exits");
	assert_int_equal(c->missing[1].sides, COMPARE_BASE | COMPARE_HEAD);
	assert_int_equal(c->missing[1].nr_vcpus, 2);
	assert_int_equal(c->missing[1].vcpus[0], 2);
	assert_int_equal(c->verdict, STATS_SAME);
}

#define KEYS(bed, machine)	"schema: vcpuscale/1\nrun: r\nkernel: k\n" \
	"kernel-id: i\ntestbed: " bed "\nmachine: " machine "\n"

static void test_not_comparable(void **state)
{
	const char *emulated = KEYS("emulated", "m") EXACT LINE;

	(void)state;
	refused(emulated, KEYS("host", "m") EXACT LINE, "testbed differs");
	refused(emulated, KEYS("emulated", "n") EXACT LINE, "'n'");
	refused(KEYS("host", "m") "cpu: x\n" EXACT LINE,
		KEYS("host", "m") "cpu: y\n" EXACT LINE, "cpu differs");
	refused(emulated, KEYS("emulated", "m") TIMES LINE, "insns/op");
	refused(emulated, KEYS("emulated", "m") TIMES
		"BenchmarkA/vcpus=1 9 5 ns/op\n", "insns/op is only in base");
	refused(emulated, KEYS("emulated", "m")
		"Unit insns/op better=higher assume=exact\n" LINE, "declared");
	refused(emulated, KEYS("emulated", "m") EXACT
		"BenchmarkZ/vcpus=1 1 1 insns/op\n", "no cell in common");
	assert_int_equal(compare(emulated, KEYS("host", "n") EXACT LINE, true),
			 0);
	warned("testbed differs");
	warned("machine differs");
	warned("one round only");
	/* The files of these tests have no end line. */
	warned("cut short");
}

/* A benchmark that one run has in another unit does not spoil the others. */
static void test_more_units(void **state)
{
	const char *old = HEADER("b") EXACT LINE "BenchmarkB/vcpus=1 1 7 insns/op\n";
	const char *more = HEADER("h") EXACT "Unit task-insns/op better=lower\n" LINE
			   "BenchmarkB/vcpus=1 1 7 task-insns/op\n";

	(void)state;
	assert_int_equal(compare(old, more, false), 0);
	warned("unit task-insns/op is only in head: its cells are not compared");
	assert_int_equal(c->nr_cells, 3);
	assert_int_equal(c->verdict, STATS_SAME);
}

#define ROUND(n, ns)	"round: " #n "\nBenchmarkA/vcpus=1 1 " #ns " ns/op\n"

static void test_few_rounds(void **state)
{
	(void)state;
	assert_int_equal(compare(HEADER("b") TIMES ROUND(1, 10) ROUND(2, 11)
				 ROUND(3, 12),
				 HEADER("h") TIMES ROUND(1, 20) ROUND(2, 21)
				 ROUND(3, 22), false), 0);
	assert_int_equal(c->verdict, STATS_INCONCLUSIVE);
	assert_int_equal(doubt__of_cell(c, c->cells), DOUBT_ROUNDS);
	warned("p cannot go below 0.1 ");
}

#define COUNT(n, insns)	"round: " #n "\nBenchmarkA/vcpus=1 1 " #insns " insns/op\n"

/* All of head lies within base: the least of head is above base's median, though. */
static void test_counts_that_vary(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE COUNT(1, 1000) COUNT(2, 1002) COUNT(3, 1020)
				 COUNT(4, 1022),
				 HEAD COUNT(1, 1013) COUNT(2, 1014) COUNT(3, 1015)
				 COUNT(4, 1016), false), 0);
	assert_false(c->cells[0].exact);
	assert_int_equal(c->verdict, STATS_INCONCLUSIVE);
	assert_int_equal(doubt__of_cell(c, c->cells), DOUBT_NOISE);
	assert_true(c->cells[0].change.p > 0.05);
	done(NULL);
	/* Two rounds a side agree, but a cell of their benchmark shows that they need not. */
	assert_int_equal(compare(BASE COUNT(1, 1000) AT(2, 7) COUNT(2, 1000) AT(2, 7),
				 HEAD COUNT(1, 1500) AT(2, 7) COUNT(2, 1500) AT(2, 8), false), 0);
	assert_false(c->cells[0].exact);
	assert_int_equal(c->cells[0].change.verdict, STATS_INCONCLUSIVE);
	done(NULL);
	/* Without that they are exact, */
	assert_int_equal(compare(BASE COUNT(1, 1000) COUNT(2, 1000),
				 HEAD COUNT(1, 1500) COUNT(2, 1500), false), 0);
	assert_int_equal(c->verdict, STATS_REGRESSED);
	done(NULL);
	/* unless the benchmark is known to vary. */
	assert_int_equal(compare(HEADER("b") "varies: B A\n" EXACT COUNT(1, 1000),
				 HEAD COUNT(1, 1002), false), 0);
	assert_int_equal(c->verdict, STATS_INCONCLUSIVE);
}

/* One batch of a rare mode is not the cell's: where rounds vary, medians count. */
static void test_rare_mode(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE "round: 1\n" AT(1, 4000) AT(1, 6200) AT(1, 6210)
				 "round: 2\n" AT(1, 6200) AT(1, 6210) AT(1, 6220),
				 HEAD "round: 1\n" AT(1, 6200) AT(1, 6205) AT(1, 6210), false), 0);
	assert_true(c->cells[0].change.base.value > 6199);
	assert_true(c->cells[0].change.head.value > 6199);
}

#define TWICE(cost)	AT(128, cost) AT(128, cost)
#define SEVEN(cost)	TWICE(cost) TWICE(cost) TWICE(cost) AT(128, cost)
#define EIGHT(cost)	SEVEN(cost) AT(128, cost)

static void judged(const char *b, const char *h, enum stats_verdict verdict)
{
	assert_int_equal(compare(b, h, false), 0);
	assert_int_equal(c->verdict, verdict);
	if (verdict == STATS_INCONCLUSIVE)
		warned("A/vcpus=128");
	assert_int_equal(doubt__of_cell(c, c->cells),
			 verdict == STATS_INCONCLUSIVE ? DOUBT_SHARED : DOUBT_NONE);
	done(NULL);
}

/* An A/A of one round: nothing says which of the two values another boot takes. */
static void test_shared_value(void **state)
{
	(void)state;
	judged(BASE EIGHT(1173), HEAD SEVEN(1170) AT(128, 1173), STATS_INCONCLUSIVE);
	judged(BASE SEVEN(1170) AT(128, 1173), HEAD EIGHT(1173), STATS_INCONCLUSIVE);
	/* One value each, and another one that both have. */
	judged(BASE SEVEN(1160) AT(128, 1173), HEAD SEVEN(1170) AT(128, 1173),
	       STATS_INCONCLUSIVE);
	/* Boots of one seed agree; of three rounds one may not. */
	judged(BASE "round: 1\n" EIGHT(1173) "round: 2\n" EIGHT(1173),
	       HEAD "round: 1\n" SEVEN(1170) AT(128, 1173) "round: 2\n" EIGHT(1170),
	       STATS_INCONCLUSIVE);
	judged(BASE "round: 1\n" EIGHT(1173) "round: 2\n" EIGHT(1173) "round: 3\n" EIGHT(1173),
	       HEAD "round: 1\n" SEVEN(1170) AT(128, 1173) "round: 2\n" EIGHT(1170)
	       "round: 3\n" EIGHT(1170), STATS_IMPROVED);
	/* Without a common value, one round tells an instruction. */
	judged(BASE EIGHT(500), HEAD EIGHT(501), STATS_REGRESSED);
	judged(BASE SEVEN(500) AT(128, 507), HEAD SEVEN(501) AT(128, 508), STATS_REGRESSED);
	/* A difference below the tolerance is none, whoever shares what. */
	judged(BASE EIGHT(11730), HEAD SEVEN(11729) AT(128, 11730), STATS_SAME);
}

/* A slope or a fixed cost that hangs on such a cell is in doubt, too; no other is. */
static void test_shared_value_on_a_line(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE LINE EIGHT(1500), HEAD LINE SEVEN(1380) AT(128, 1500), false),
			 0);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(doubt__of_part(c, c->slopes, &c->slopes->slope), DOUBT_SHARED);
	assert_int_equal(c->verdict, STATS_INCONCLUSIVE);
	done(NULL);
	/* What one more vCPU costs shows at the other sizes. */
	assert_int_equal(compare(BASE AT(1, 110) AT(1, 111) AT(8, 180) AT(32, 420) EIGHT(1380),
				 HEAD AT(1, 111) AT(8, 188) AT(32, 452) EIGHT(1508), false), 0);
	assert_int_equal(c->cells[0].change.verdict, STATS_INCONCLUSIVE);
	assert_int_equal(c->slopes[0].slope.change.verdict, STATS_REGRESSED);
	assert_int_equal(c->verdict, STATS_REGRESSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_same, done),
		cmocka_unit_test_teardown(test_regressed, done),
		cmocka_unit_test_teardown(test_pairs, done),
		cmocka_unit_test_teardown(test_pairs_by_key, done),
		cmocka_unit_test_teardown(test_invalid, done),
		cmocka_unit_test_teardown(test_skipped, done),
		cmocka_unit_test_teardown(test_not_comparable, done),
		cmocka_unit_test_teardown(test_more_units, done),
		cmocka_unit_test_teardown(test_few_rounds, done),
		cmocka_unit_test_teardown(test_counts_that_vary, done),
		cmocka_unit_test_teardown(test_rare_mode, done),
		cmocka_unit_test_teardown(test_shared_value, done),
		cmocka_unit_test_teardown(test_shared_value_on_a_line, done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
