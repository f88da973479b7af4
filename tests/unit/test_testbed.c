// SPDX-License-Identifier: GPL-2.0-only
/* test_testbed.c - the parts of the emulated testbed that need no QEMU. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "testbed/machine/plan.h"
#include "testbed/machine/silence.h"
#include "testbed/machine/testbeds.h"

static void make_matrix(struct matrix *m, unsigned int rounds)
{
	static char names[2][NAME_SIZE] = { "A/state=quiet", "B" };

	assert_int_equal(matrix__create(m, names, 2, (const unsigned int[]){ 1, 16 }, 2, rounds), 0);
}

static int find(const struct matrix *m, const char *name)
{
	return matrix__find(m, name, strlen(name));
}

static void test_matrix_find(void **state)
{
	struct matrix m;

	(void)state;
	make_matrix(&m, 1);
	assert_int_equal(m.nr_cells, 4);
	assert_int_equal(find(&m, "A/state=quiet/vcpus=1"), 0);
	assert_int_equal(find(&m, "A/state=quiet/vcpus=16"), 1);
	assert_int_equal(find(&m, "B/vcpus=1"), 2);
	assert_int_equal(find(&m, "B/vcpus=16"), 3);
	assert_int_equal(find(&m, "B/vcpus=2"), -1);
	assert_int_equal(find(&m, "B"), -1);
	assert_int_equal(find(&m, ""), -1);
}

/* Spoilt is a cell of one side in all rounds, done one of one side and round. */
static void test_matrix_open(void **state)
{
	struct matrix m;

	(void)state;
	make_matrix(&m, 2);
	assert_true(matrix__is_open(&m, 0, 1, 2));
	matrix__record(&m, 0, 1, 2)->done = true;
	assert_false(matrix__is_open(&m, 0, 1, 2));
	assert_true(matrix__is_open(&m, 0, 2, 2));
	assert_true(matrix__is_open(&m, 1, 1, 2));
	assert_true(matrix__is_open(&m, 0, 1, 1));
	assert_true(matrix__is_open(&m, 0, 1, 3));

	matrix__taint(&m, 1, 0, "it died");
	matrix__taint(&m, 1, 0, "again");
	assert_false(matrix__is_open(&m, 1, 1, 0));
	assert_false(matrix__is_open(&m, 1, 2, 0));
	assert_true(matrix__is_open(&m, 0, 1, 0));
	assert_true(matrix__is_open(&m, 1, 1, 1));
	assert_string_equal(m.tainted[1 * m.nr_cells + 0], "it died");
}

static void test_matrix_append(void **state)
{
	struct matrix m;
	struct record *r;

	(void)state;
	make_matrix(&m, 1);
	r = matrix__record(&m, 1, 1, 3);
	assert_null(r->text);
	assert_int_equal(matrix__append(r, "one"), 0);
	assert_int_equal(matrix__append(r, "two"), 0);
	assert_string_equal(r->text, "one\ntwo\n");
	assert_int_equal(r->length, 8);
	assert_null(matrix__record(&m, 0, 1, 3)->text);
}

static void note(struct matrix *m, int side, unsigned int round, unsigned int cell, double value)
{
	struct record *r = matrix__record(m, side, round, cell);

	matrix__note(r, value + 1);
	matrix__note(r, value);
	r->done = true;
}

/* One cell that repeats on both sides, one that does not on side 1, one of no round. */
static void test_matrix_spare(void **state)
{
	struct matrix m;
	int side;

	(void)state;
	make_matrix(&m, 4);
	matrix__spare(&m, 2, 0);
	matrix__spare(&m, 2, 1);
	matrix__spare(&m, 4, 1);
	for (side = 0; side < SIDES; side++) {
		assert_false(matrix__is_open(&m, side, 2, 0));
		note(&m, side, 1, 0, 7);
		note(&m, side, 3, 0, 7);
		note(&m, side, 1, 1, 9);
		note(&m, side, 3, 1, side ? 10 : 9);
	}
	assert_int_equal(matrix__ask_again(&m), 1);
	for (side = 0; side < SIDES; side++) {
		assert_false(matrix__is_open(&m, side, 2, 0));
		assert_true(matrix__is_open(&m, side, 2, 1));
		assert_true(matrix__is_open(&m, side, 4, 1));
		assert_false(matrix__is_open(&m, side, 3, 1));
	}
	assert_int_equal(matrix__ask_again(&m), 0);
}

static void test_matrix_progress(void **state)
{
	double before = 0, now;
	unsigned int side, round, cell;
	struct matrix m;

	(void)state;
	make_matrix(&m, 3);
	assert_true(matrix__progress(&m) == 0);
	for (round = 1; round <= 3; round++) {
		for (side = 0; side < SIDES; side++) {
			for (cell = 0; cell < m.nr_cells; cell++) {
				matrix__record(&m, side, round, cell)->done = true;
				now = matrix__progress(&m);
				assert_true(now > before && now <= 1);
				before = now;
			}
		}
	}
	assert_true(before == 1);
}

/* What initramfs.sh packs: that it be there is all that counts here. */
static void touch(const char *dir, const char *name)
{
	char path[PATH_MAX + 64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
}

static char place[] = "/tmp/test_testbed-XXXXXX";

static int make_place(void **state)
{
	static const char * const names[] = { "testbed-init", "vcpuscale-run", "irqbypass.ko",
		"kvm.ko", "kvm-amd.ko" };
	size_t i;

	(void)state;
	if (!mkdtemp(place))
		return -1;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		touch(place, names[i]);
	return 0;
}

static int remove_place(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", place);
	return system(command);
}

/* The plan of a job, as steps "side.round". */
static void plan_is(struct job *job, const struct matrix *m, const char *name, const char *steps)
{
	const struct machine_options s = {
		.build = place, .line = place, .kind = testbeds__default(), .nr_sides = m->nr_sides,
		.sides = { { .dir = place, .image = place }, { .dir = place, .image = place } },
	};
	char text[128] = "", stage[PATH_MAX];
	struct plan plan;
	struct why why = { "" };
	unsigned int i;

	snprintf(stage, sizeof(stage), "%s/%s", place, name);
	assert_int_equal(plan__write(&plan, job, stage, &s, m, &why), 0);
	for (i = 0; i < plan.nr_steps; i++)
		sprintf(text + strlen(text), "%s%c%u", i ? " " : "", "AB"[plan.steps[i].side],
			plan.steps[i].round);
	assert_string_equal(text, steps);
}

static int access_in(const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", place, name);
	return access(path, F_OK);
}

static void file_is(const char *name, const char *expected)
{
	char path[PATH_MAX], text[1024];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", place, name);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = 0;
	fclose(f);
	assert_string_equal(text, expected);
}

static void test_plan_order(void **state)
{
	struct job abba = { .rounds = { 1, 2 }, .nr_rounds = 2, .first = 0 };
	struct job baab = { .rounds = { 3, 4 }, .nr_rounds = 2, .first = 1 };
	struct job odd = { .rounds = { 5 }, .nr_rounds = 1, .first = 0 };
	struct matrix m;

	(void)state;
	make_matrix(&m, 5);
	plan_is(&abba, &m, "abba", "A1 B1 B2 A2");
	file_is("abba/root/plan", "0 0 measure cells0\n1 1 measure cells1\n"
		"2 1 measure cells2\n3 0 measure cells3\n");
	file_is("abba/root/cells3", "A/state=quiet/vcpus=1\nA/state=quiet/vcpus=16\n"
		"B/vcpus=1\nB/vcpus=16\n");
	plan_is(&baab, &m, "baab", "B3 A3 A4 B4");
	plan_is(&odd, &m, "odd", "A5 B5");
}

/* Of two images a boot has one side's steps, and only that side's modules. */
static void test_plan_of_two_images(void **state)
{
	struct job base = { .rounds = { 1, 2 }, .nr_rounds = 2, .first = 0, .alone = true };
	struct job head = { .rounds = { 1, 2 }, .nr_rounds = 2, .first = 1, .alone = true };
	struct matrix m;

	(void)state;
	make_matrix(&m, 2);
	plan_is(&base, &m, "base", "A1 A2");
	assert_int_equal(access_in("base/root/modules/0/kvm.ko"), 0);
	assert_int_equal(access_in("base/root/modules/1"), -1);
	plan_is(&head, &m, "head", "B1 B2");
	file_is("head/root/plan", "0 1 measure cells0\n1 1 measure cells1\n");
	assert_int_equal(access_in("head/root/modules/1/kvm.ko"), 0);
	assert_int_equal(access_in("head/root/modules/0"), -1);
}

/* A kernel alone: no step and no modules of another. */
static void test_plan_of_one_side(void **state)
{
	struct job job = { .rounds = { 1, 2 }, .nr_rounds = 2 };
	struct matrix m;

	(void)state;
	make_matrix(&m, 2);
	m.nr_sides = 1;
	plan_is(&job, &m, "alone", "A1 A2");
	assert_int_equal(access_in("alone/root/modules/1"), -1);
}

/* After a machine has died: what is left, and nothing of what is tainted. */
static void test_plan_of_the_rest(void **state)
{
	struct job job = { .rounds = { 1, 2 }, .nr_rounds = 2, .first = 0 };
	struct matrix m;
	unsigned int cell;

	(void)state;
	make_matrix(&m, 2);
	for (cell = 0; cell < m.nr_cells; cell++)
		matrix__record(&m, 0, 1, cell)->done = true;
	matrix__record(&m, 1, 1, 0)->done = true;
	matrix__taint(&m, 1, 1, "it died");
	plan_is(&job, &m, "rest", "B1 B2 A2");
	file_is("rest/root/cells0", "B/vcpus=1\nB/vcpus=16\n");
	file_is("rest/root/cells1", "A/state=quiet/vcpus=1\nB/vcpus=1\nB/vcpus=16\n");
	file_is("rest/root/cells2", "A/state=quiet/vcpus=1\nA/state=quiet/vcpus=16\n"
		"B/vcpus=1\nB/vcpus=16\n");
}

/* A cell may take longer where it took long before, or the boot did; a boot longer. */
static void test_silence(void **state)
{
	const struct silence boot = { .booting = true }, cell = { .boot = 2 },
		slow_cell = { .boot = 2, .before = 30 }, slow_boot = { .boot = 30 },
		hung_cell = { .boot = 2, .before = 0.5, .tainted = true };
	double fresh = silence__limit(&cell);

	(void)state;
	assert_true(fresh >= 10 && fresh <= 30);
	assert_true(silence__limit(&boot) > fresh);
	assert_true(silence__limit(&slow_cell) >= 10 * slow_cell.before);
	assert_true(silence__limit(&slow_boot) >= 5 * slow_boot.boot);
	assert_true(silence__limit(&hung_cell) < fresh);
	/* 40 CPU seconds are no hang of 4,096 vCPUs. */
	assert_true(silence__limit(&(struct silence){ .vcpus = 4096 }) > 200);
	assert_true(silence__limit(&(struct silence){ .vcpus = 255 }) ==
		    silence__limit(&(struct silence){ .vcpus = 0 }));
	assert_true(silence__cpu_time(getpid()) >= 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matrix_find),
		cmocka_unit_test(test_matrix_open),
		cmocka_unit_test(test_matrix_append),
		cmocka_unit_test(test_matrix_spare),
		cmocka_unit_test(test_matrix_progress),
		cmocka_unit_test(test_plan_order),
		cmocka_unit_test(test_plan_of_two_images),
		cmocka_unit_test(test_plan_of_one_side),
		cmocka_unit_test(test_plan_of_the_rest),
		cmocka_unit_test(test_silence),
	};

	return cmocka_run_group_tests_name("testbed", tests, make_place, remove_place);
}
