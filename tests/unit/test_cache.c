// SPDX-License-Identifier: GPL-2.0-only
/* test_cache.c - walks whose misses follow from the geometry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "testbed/emulated/plugin/cache.h"
#include "testbed/emulated/plugin/predict.h"

/* D1: 64 sets of 8 lines of 64 bytes. L2: 1024 sets of 16. LL: 32768 sets of 16. */
static struct caches caches;

static int create(void **state)
{
	(void)state;
	return caches__create(&caches, &cache__default);
}

static int destroy(void **state)
{
	(void)state;
	caches__destroy(&caches);
	return 0;
}

struct misses {
	unsigned int d1, l2, ll;
};

static void touch(struct misses *m, uint64_t address)
{
	unsigned int missed = caches__access(&caches, CACHE_D1, address >> CACHE_LINE_SHIFT);

	m->d1 += !!(missed & CACHE_MISS_1);
	m->l2 += !!(missed & CACHE_MISS_L2);
	m->ll += !!(missed & CACHE_MISS_LL);
}

static struct misses walk(uint64_t from, uint64_t bytes, uint64_t stride)
{
	struct misses m = { 0, 0, 0 };
	uint64_t at;

	for (at = from; at < from + bytes; at += stride)
		touch(&m, at);
	return m;
}

static void assert_misses(struct misses m, unsigned int d1, unsigned int l2, unsigned int ll)
{
	assert_int_equal(m.d1, d1);
	assert_int_equal(m.l2, l2);
	assert_int_equal(m.ll, ll);
}

/* 16 KiB in words of 8 bytes: 256 lines, each missed once; they all stay. */
static void test_sequential(void **state)
{
	(void)state;
	assert_misses(walk(0x10000000, 16 << 10, 8), 256, 256, 256);
	assert_misses(walk(0x10000000, 16 << 10, 8), 0, 0, 0);
}

/* All of D1 fits. One line more in one set: its nine lines displace each other. */
static void test_full(void **state)
{
	(void)state;
	walk(0, 32 << 10, 64);
	assert_misses(walk(0, 32 << 10, 64), 0, 0, 0);
	walk(0, (32 << 10) + 64, 64);
	assert_misses(walk(0, (32 << 10) + 64, 64), 9, 0, 0);
}

/* Twice D1, in order, again and again: LRU displaces each line before its turn. */
static void test_twice(void **state)
{
	(void)state;
	assert_misses(walk(0, 64 << 10, 64), 1024, 1024, 1024);
	assert_misses(walk(0, 64 << 10, 64), 1024, 0, 0);
}

/* A page is 64 lines, as many as D1 has sets: 8 pages fill one set. */
static void test_strided(void **state)
{
	(void)state;
	walk(0, 8 << 12, 4096);
	assert_misses(walk(0, 8 << 12, 4096), 0, 0, 0);
	walk(0, 9 << 12, 4096);
	assert_misses(walk(0, 9 << 12, 4096), 9, 0, 0);
}

/*
 * 64 KiB are 1024 lines, as many as L2 has sets: 17 such strides are 17 lines of one
 * set of D1, and of one of L2 with its 16 ways. In LL they are spread over 17 sets.
 */
static void test_l2(void **state)
{
	(void)state;
	walk(0, 17 << 16, 1 << 16);
	assert_misses(walk(0, 17 << 16, 1 << 16), 17, 17, 0);
}

/*
 * Any of 1024 lines, all alike, in any order: a set has 8 of its 16 lines, so each
 * access is a miss with probability 1/2. Of 100000, 50000 are, and the standard
 * deviation is at most 158.
 */
static void test_random(void **state)
{
	struct misses m = { 0, 0, 0 };
	uint64_t random = 1;
	int i;

	(void)state;
	walk(0, 64 << 10, 64);
	for (i = 0; i < 100000; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		touch(&m, random >> 54 << CACHE_LINE_SHIFT);
	}
	assert_in_range(m.d1, 50000 - 4 * 158, 50000 + 4 * 158);
	assert_int_equal(m.l2, 0);
}

static void test_empty(void **state)
{
	int i;

	(void)state;
	walk(0, 4096, 64);
	for (i = 0; i < 70000; i++)	/* more often than an epoch has values */
		caches__empty(&caches);
	assert_misses(walk(0, 4096, 64), 64, 64, 64);
	assert_misses(walk(0, 4096, 64), 0, 0, 0);
}

/* Instructions and data have a first level each, and share the others. */
static void test_shared(void **state)
{
	(void)state;
	walk(0, 4096, 64);
	assert_int_equal(caches__access(&caches, CACHE_I1, 0), CACHE_MISS_1);
	assert_int_equal(caches__access(&caches, CACHE_I1, 0), 0);
}

static void test_parse(void **state)
{
	static const char * const wrong[] = { "l3=1M:16", "l1d", "l1d=", "l1d=32K", "l1d=32K:0",
		"l1d=33K:8", "l1d=48K:8", "l1d=2048M:8", "l1d=32K:8;l2=1M:16", "l1d=-1:8",
		"l1d=32K:65", "nonsense" };
	struct cache_sizes sizes = cache__default;
	const char *text = "l1d=48K:12,l2=512K:8+ll=8M:16";
	unsigned int i;

	(void)state;
	assert_null(cache__parse(&sizes, &text));
	assert_int_equal(sizes.at[CACHE_D1].bytes, 48 << 10);
	assert_int_equal(sizes.at[CACHE_D1].ways, 12);
	assert_int_equal(sizes.at[CACHE_L2].bytes, 512 << 10);
	assert_int_equal(sizes.at[CACHE_LL].bytes, 8 << 20);
	assert_int_equal(sizes.at[CACHE_I1].bytes, 32 << 10);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		text = wrong[i];
		assert_non_null(cache__parse(&sizes, &text));
	}
}

/* A loop of four turns: two bits learn "taken", and are wrong once, at its end. */
static void test_branches(void **state)
{
	static struct predictor p;
	int turn, wrong = 0;

	(void)state;
	for (turn = 0; turn < 4; turn++)
		predict__direction(&p, 64, true);
	for (turn = 0; turn < 40; turn++)
		wrong += !predict__direction(&p, 64, turn % 4 != 3);
	assert_int_equal(wrong, 10);
	assert_false(predict__target(&p, 128, 1));
	assert_true(predict__target(&p, 128, 1));
	assert_false(predict__target(&p, 128, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sequential, create, destroy),
		cmocka_unit_test_setup_teardown(test_full, create, destroy),
		cmocka_unit_test_setup_teardown(test_twice, create, destroy),
		cmocka_unit_test_setup_teardown(test_strided, create, destroy),
		cmocka_unit_test_setup_teardown(test_l2, create, destroy),
		cmocka_unit_test_setup_teardown(test_random, create, destroy),
		cmocka_unit_test_setup_teardown(test_empty, create, destroy),
		cmocka_unit_test_setup_teardown(test_shared, create, destroy),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_branches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
