// SPDX-License-Identifier: GPL-2.0-only
/* Which functions and lines account for a difference. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "compare/align.h"
#include "compare/where.h"
#include "comparison.h"
#include "report/where-words.h"

/* A function whose lines cost what is given, -1 ends; line numbers begin at @first. */
static struct profile_function lines(unsigned int first, const double *cost)
{
	struct profile_function f = { .world = 'k' };
	struct profile_counts counts = { { 0 } };

	for (; *cost >= 0; cost++) {
		counts.n[0] = *cost;
		assert_int_equal(profile_line__add(&f, "x.c", first++, &counts, 1), 0);
	}
	return f;
}

static void free_lines(struct profile_function *f)
{
	size_t i;

	for (i = 0; i < f->nr_lines; i++)
		free(f->lines[i].file);
	free(f->lines);
}

static struct aligned most(const double *base, unsigned int shift, const double *head)
{
	struct profile_function b = lines(10, base), h = lines(10 + shift, head);
	static struct profile_line line;
	struct aligned out;

	assert_int_equal(align__most(base[0] < 0 ? NULL : &b, &h, &out), 0);
	if (out.line) {
		line = *out.line;
		out.line = &line;
	}
	free_lines(&b);
	free_lines(&h);
	return out;
}

static void test_align(void **state)
{
	static const double none[] = { -1 };
	static const double base[] = { 3, 255, 510, 2, -1 };
	static const double added[] = { 3, 255, 256, 510, 2, -1 };
	static const double dearer[] = { 3, 255, 765, 2, -1 };
	/* As in kvm_make_all_cpus_request_except(): 8 beside 1, and 1 more, differ as much. */
	static const double few[] = { 40, 1, 11, -1 }, more[] = { 40, 8, 1, 11, -1 };
	static const double same[] = { 40, 1, 11, 11, -1 };
	struct aligned a;

	(void)state;
	/* The same lines, further down. */
	assert_null(most(base, 7, base).line);
	/* A line more: the one that has none beside it. */
	a = most(base, 5, added);
	assert_true(a.by == 256 && a.line->line == 17);
	a = most(base, 2, dearer);
	assert_true(a.by == 255 && a.line->line == 14);
	a = most(added, 0, base);
	assert_true(a.by == -256 && a.line->line == 12);
	a = most(few, 0, more);
	assert_true(a.by == 8 && a.line->line == 11);
	/* Either of two could be it. */
	a = most(few, 0, same);
	assert_true(a.by == 11 && a.line->line == 12);
	/* A function that only the head has: its dearest line. */
	a = most(none, 0, base);
	assert_true(a.by == 510 && a.line->line == 12);
}

#define TABLE	"vcpuscale-profile: 1\nevents: insns d1\n"

static void put_profile(const char *results, const char *table)
{
	char dir[PROFILE_PATH], path[PROFILE_PATH + 40];

	profile__dir(dir, results);
	mkdir(dir, 0777);
	snprintf(path, sizeof(path), "%s/" PROFILE_TABLE, dir);
	write_results(path, table);
}

static void remove_profile(const char *results)
{
	char dir[PROFILE_PATH], path[PROFILE_PATH + 40];

	profile__dir(dir, results);
	snprintf(path, sizeof(path), "%s/" PROFILE_TABLE, dir);
	unlink(path);
	rmdir(dir);
}

static struct compare_where *where;

/* Compare once more, with these profiles beside the runs. */
static void find(const char *of_base, const char *of_head)
{
	const struct compare_options options = { .threshold = NAN };
	struct results *side[2] = { base, head };

	compare__free(c);
	where__free(where);
	if (of_base)
		put_profile(base->path, of_base);
	if (of_head)
		put_profile(head->path, of_head);
	assert_int_equal(where__load(side, &where), 0);
	assert_int_equal(compare__results(base, head, &options, &c, &why), 0);
	assert_int_equal(where__explain(c, where), 0);
	remove_profile(base->path);
	remove_profile(head->path);
}

static int done_where(void **state)
{
	where__free(where);
	where = NULL;
	return done(state);
}

#define F(name, n)	"f\tk\tkvm\t" name "\tx.c\t1\t" #n "\n"

/* 140 -> 150 at 4 vCPUs: f +15, g gone with 5, h as it was. */
static void test_where(void **state)
{
	const struct where_cell *w;

	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD AT(1, 110) AT(2, 120) AT(4, 150), false), 0);
	find(TABLE "cell: A/vcpus=1\n" F("f", 60) F("g", 20) F("h", 30)
	     "cell: A/vcpus=4\n" F("f", 90 7) F("g", 5) F("h", 45) "end\n",
	     TABLE "cell: A/vcpus=1\n" F("f", 60) F("h", 50)
	     "cell: A/vcpus=4\n" F("f", 105 9) F("h", 45) "end\n");
	assert_non_null(c->where);
	assert_int_equal(c->where->nr, 1);
	w = c->where->cells;
	assert_int_equal(w->cell->vcpus, 4);
	assert_int_equal(w->from, 1);
	assert_true(where_cell__adds_up(w));
	assert_int_equal(w->nr, 2);
	assert_string_equal(w->functions[0].name, "f");
	assert_true(w->functions[0].side[0].n[PROFILE_D1] == 7);
	assert_true(w->functions[0].slope[0] == 10 && w->functions[0].slope[1] == 15);
	assert_string_equal(w->functions[0].line, "x.c:1");
	assert_true(isnan(w->functions[0].line_by));
	assert_string_equal(w->functions[1].name, "g");
	assert_true(w->functions[1].side[1].n[PROFILE_INSNS] == 0);
	assert_true(w->functions[1].slope[0] == -5 && w->functions[1].slope[1] == 0);
}

static void test_rest(void **state)
{
	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD LINE, false), 0);
	find(TABLE "cell: A/vcpus=4\n" F("f", 139.5) "end\n",
	     TABLE "cell: A/vcpus=4\n" F("f", 140) "end\n");
	assert_false(where_cell__adds_up(c->where->cells));
	assert_true(c->where->cells[0].rest[0] == 0.5 && c->where->cells[0].rest[1] == 0);
	assert_true(isnan(c->where->cells[0].functions[0].slope[0]));
}

static void says(bool varies, double base, double head, const char *words)
{
	const struct compare_cell cell = { .varies = varies };
	struct where_cell w = { .cell = &cell };
	char text[WHERE_TEXT];

	w.total[0].n[PROFILE_INSNS] = 100;
	w.total[1].n[PROFILE_INSNS] = 101;
	w.total[0].n[PROFILE_D1] = base;
	w.total[1].n[PROFILE_D1] = head;
	where__misses(text, &w);
	assert_memory_equal(text, "1.0% more instructions, ", strlen("1.0% more instructions, "));
	assert_memory_equal(text + strlen("1.0% more instructions, "), words, strlen(words));
}

/* Where memory lies makes some misses more or fewer, which are no change. */
static void test_words(void **state)
{
	(void)state;
	says(false, 7, 7, "as many first-level misses:");
	says(false, 2, 7.5, "about as many first-level misses:");
	says(false, 960, 953, "about as many first-level misses:");
	says(true, 51103, 49254, "about as many first-level misses:");
	says(false, 255, 509, "99.6% more first-level misses:");
	says(false, 40, 20, "50.0% fewer first-level misses:");
	says(true, 0, 20, "first-level misses where there were none:");
}

/* Misses are cells of their own, and decide nothing. */
static void test_units(void **state)
{
	size_t i, n = 0;

	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD LINE, false), 0);
	find(TABLE "cell: A/vcpus=4\n" F("f", 140 7) "end\n",
	     TABLE "cell: A/vcpus=4\n" F("f", 140 9) "cell: B/vcpus=4\n" F("f", 1) "end\n");
	assert_int_equal(c->nr_cells, 3 + 3);
	for (i = 0; i < c->nr_cells; i++) {
		if (strcmp(c->cells[i].unit->name, "D1-misses/op"))
			continue;
		n++;
		assert_true(where__tells(c, &c->cells[i]));
		assert_true(c->cells[i].change.base.value == 7 && c->cells[i].change.head.value == 9);
		assert_int_equal(c->cells[i].change.verdict, STATS_REGRESSED);
	}
	assert_int_equal(n, 1);
	assert_int_equal(c->verdict, STATS_SAME);
}

static void warned(size_t before, const char *what)
{
	assert_null(c->where);
	assert_int_equal(c->nr_warnings, before + 1);
	if (!strstr(c->warnings[before], what))
		fail_msg("%s", c->warnings[before]);
}

/* What is wrong with a profile is a warning: the comparison is as it was. */
static void test_broken(void **state)
{
	size_t before;

	(void)state;
	assert_int_equal(compare(BASE LINE, HEAD LINE, false), 0);
	before = c->nr_warnings;
	find(NULL, NULL);
	assert_null(c->where);
	assert_int_equal(c->nr_warnings, before);
	find(TABLE "cell: A/vcpus=4\n" F("f", 1) "end\n", NULL);
	warned(before, "only the base");
	find(TABLE "cell: A/vcpus=4\n" F("f", 1) "end\n", TABLE);
	warned(before, "cut off");
	find("nonsense\n", TABLE "end\n");
	warned(before, "no profile of version 1");
	assert_int_equal(c->nr_cells, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_align),
		cmocka_unit_test_teardown(test_where, done_where),
		cmocka_unit_test_teardown(test_rest, done_where),
		cmocka_unit_test(test_words),
		cmocka_unit_test_teardown(test_units, done_where),
		cmocka_unit_test_teardown(test_broken, done_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
