// SPDX-License-Identifier: GPL-2.0-only
/* From counts by address to functions: names, raw files, arithmetic, the table. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "profile/attribute.h"
#include "profile/callgrind.h"
#include "profile/jumps.h"
#include "profile/stacks.h"
#include "profile/table.h"
#include "results-file.h"

static struct why why;

static void test_names(void **state)
{
	char buf[SYMBOL_NAME];

	(void)state;
	assert_string_equal(symbol__function(buf, "foo"), "foo");
	assert_string_equal(symbol__function(buf, "foo.cold"), "foo");
	assert_string_equal(symbol__function(buf, "foo.isra.0"), "foo");
	assert_string_equal(symbol__function(buf, "foo.constprop.12.cold"), "foo");
	assert_string_equal(symbol__function(buf, "foo.part.0.isra.1"), "foo");
	/* A dot that is the source's own, and a word that only begins alike. */
	assert_string_equal(symbol__function(buf, ".Lfoo"), ".Lfoo");
	assert_string_equal(symbol__function(buf, "foo.coldest"), "foo.coldest");
	assert_string_equal(symbol__function(buf, "foo.3"), "foo.3");
}

static int read_symbols(const char *text, struct symbols *out)
{
	const char *path = write_results(NULL, text);
	int err;

	why.text[0] = '\0';
	err = symbols__read(path, out, &why);
	unlink(path);
	return err;
}

static void test_symbols(void **state)
{
	struct symbols s;

	(void)state;
	assert_int_equal(read_symbols("ffffffff81000010 t b\nffffffff81000010 T alias_of_b\n"
				      "ffffffff81000000 T a\nffffffff81000014 d data\n"
				      "ffffffffc0000000 t b\t[kvm]\n", &s), 0);
	assert_int_equal(s.nr, 3);
	assert_string_equal(symbols__find(&s, 0xffffffff8100000f)->name, "a");
	/* Of two names a global one stays, however long. */
	assert_string_equal(symbols__find(&s, 0xffffffff81000016)->name, "alias_of_b");
	assert_string_equal(symbols__find(&s, 0xffffffffc0000004)->module, "kvm");
	assert_null(symbols__find(&s, 0xffffffff80ffffff));
	/* Far behind a symbol is none of it. */
	assert_null(symbols__find(&s, 0xffffffff82000000));
	symbols__free(&s);
	assert_int_equal(read_symbols("0000000000000000 T a\n", &s), -EINVAL);
	assert_non_null(strstr(why.text, "kptr_restrict"));
	symbols__free(&s);
	assert_int_equal(read_symbols("", &s), -EINVAL);
	assert_non_null(strstr(why.text, "holds no function"));
	symbols__free(&s);
	assert_int_equal(read_symbols("nonsense\n", &s), -EINVAL);
	symbols__free(&s);
}

#define HEAD	"vcpuscale-raw-profile: 1\ncell: A/state=q/vcpus=4\nops: 8\nwindows: 2\n"	\
		"empty-windows: 3\nevents: insns loads new-event d1\n"

static int read_raw(const char *text, struct raw_profile **out)
{
	const char *path = write_results(NULL, text);
	int err;

	why.text[0] = '\0';
	*out = NULL;
	err = raw_profile__read(path, out, &why);
	unlink(path);
	return err;
}

static void test_raw(void **state)
{
	struct raw_profile *raw;

	(void)state;
	assert_int_equal(read_raw(HEAD "w sample 1 1\na k ffffffff81000000 16 8 5 1\n"
				  "a g 10000 3\na g +1c 3\nc k ffffffff81000004 ffffffff81000010 2 9\nend\n",
				  &raw), 0);
	assert_string_equal(raw->bench, "A/state=q");
	assert_int_equal(raw->vcpus, 4);
	assert_int_equal(raw->nr_addresses, 3);
	assert_int_equal(raw->addresses[2].address, 0x1001c);
	assert_true(raw->addresses[0].counts.n[PROFILE_LOADS] == 8);
	/* An event that is not known here does not shift those behind it. */
	assert_true(raw->addresses[0].counts.n[PROFILE_D1] == 1);
	assert_true(raw->calls[0].calls == 2 && raw->calls[0].counts.n[PROFILE_INSNS] == 9);
	raw_profile__free(raw);
}

static void refused(const char *text, const char *said)
{
	struct raw_profile *raw;

	assert_int_equal(read_raw(text, &raw), -EINVAL);
	assert_null(raw);
	if (!strstr(why.text, said))
		fail_msg("'%s' does not say '%s'", why.text, said);
}

static void test_raw_broken(void **state)
{
	(void)state;
	refused("", "cut off");
	refused("nonsense\n", "no raw profile of version 1");
	refused(HEAD "a k ffffffff81000000 16\n", "cut off");
	refused(HEAD "a k ffffffff81000000 16\nend\na k 1 1\n", "after the end");
	refused(HEAD "end\n", "counts nothing");
	refused(HEAD "a x 10 1\nend\n", "no counts of an address");
	refused(HEAD "a k 10 1 2 3 4 5\nend\n", "no counts of an address");
	refused(HEAD "a k 10 1 2x\nend\n", "no counts of an address");
	refused(HEAD "c k 10 20\nend\n", "no counts of a call");
	refused("vcpuscale-raw-profile: 1\ncell: A/vcpus=0\n", "number of vCPUs");
	refused("vcpuscale-raw-profile: 1\nops: -1\n", "number that is none");
}

static void attribute(const char *text, struct profile_cell *cell)
{
	struct machine_symbols symbols = { .nr_modules = 0 };
	struct raw_profile *raw;

	assert_int_equal(read_symbols("ffffffff81000000 T a\nffffffff81000010 t a.cold\n"
				      "ffffffff81000020 T b\n", &symbols.kernel), 0);
	assert_int_equal(read_raw(text, &raw), 0);
	assert_int_equal(attribute__cell(raw, &symbols, cell), 0);
	symbols__free(&symbols.kernel);
	raw_profile__free(raw);
}

/*
 * 2 windows of 8 operations, 3 empty ones. a: 160 / 16 = 10, its cold part 16 / 16 = 1;
 * guest: 48 / 16 - 24 / (3 * 8) = 2; calls: 32 / 16 = 2 with 64 / 16 = 4 instructions.
 */
static void test_attribute(void **state)
{
	struct profile_cell cell;

	(void)state;
	attribute(HEAD "a k ffffffff81000000 160\na k ffffffff81000012 16\n"
		  "a k ffffffff81000020 64 0 0 8\na g 10000 48\ne g 10000 24\n"
		  "c k ffffffff81000004 ffffffff81000020 20 40\n"
		  "c k ffffffff81000014 ffffffff81000020 12 24\nend\n", &cell);
	assert_int_equal(cell.nr_functions, 3);
	assert_string_equal(cell.functions[0].name, "[guest]");
	assert_true(cell.functions[0].counts.n[PROFILE_INSNS] == 2);
	assert_string_equal(cell.functions[1].name, "a");
	assert_true(cell.functions[1].counts.n[PROFILE_INSNS] == 11);
	assert_true(cell.functions[2].counts.n[PROFILE_D1] == 0.5);
	assert_true(profile_cell__total(&cell).n[PROFILE_INSNS] == 17);
	assert_int_equal(cell.nr_calls, 1);
	assert_int_equal(cell.calls[0].caller, 1);
	assert_int_equal(cell.calls[0].callee, 2);
	assert_true(cell.calls[0].calls == 2 && cell.calls[0].counts.n[PROFILE_INSNS] == 4);
	profile_cell__free(&cell);
}

static int add_self(const struct stack_frame *frame, void *arg)
{
	double *sum = arg;

	sum[0] += frame->self;
	sum[frame->depth] += 1;
	return 0;
}

/* Paths lose nothing, recursion included: b calls a back. */
static void test_stacks(void **state)
{
	struct profile_cell cell;
	double sum[STACKS_DEPTH] = { 0 };

	(void)state;
	attribute(HEAD "a k ffffffff81000000 160\na k ffffffff81000020 64\n"
		  "c k ffffffff81000004 ffffffff81000020 20 64\n"
		  "c k ffffffff81000024 ffffffff81000000 20 16\nend\n", &cell);
	assert_int_equal(stacks__walk(&cell, PROFILE_INSNS, add_self, sum), 0);
	assert_true(sum[1] >= 1 && sum[2] >= 1 && sum[3] == 0);
	assert_true(fabs(sum[0] - 14) < 2);
	profile_cell__free(&cell);
}

/*
 * a calls b and is told to cost 14 with it; b has 4, and jumps to c with 6: c has no caller,
 * and becomes b's callee. e has 6 as well, but other loads.
 */
static void test_jumps(void **state)
{
	struct profile_function functions[] = {
		{ .world = 'k', .name = (char *)"a", .counts = { { 4 } } },
		{ .world = 'k', .name = (char *)"b", .counts = { { 4 } } },
		{ .world = 'k', .name = (char *)"e", .counts = { { 6, 3 } } },
		{ .world = 'k', .name = (char *)"c", .counts = { { 6, 1 } } },
		{ .world = 'k', .name = (char *)"root", .counts = { { 1 } } },
	};
	struct profile_cell cell = { .functions = functions, .nr_functions = 5 };
	struct profile_call *calls = calloc(8, sizeof(*calls));
	double sum[STACKS_DEPTH] = { 0 };

	(void)state;
	calls[0] = (struct profile_call){ 4, 0, 1, { { 14, 1 } } };
	calls[1] = (struct profile_call){ 0, 1, 1, { { 10, 1 } } };
	cell.calls = calls;
	cell.nr_calls = 2;
	cell.room_calls = 8;
	assert_int_equal(jumps__connect(&cell), 0);
	assert_int_equal(cell.nr_calls, 3);
	assert_int_equal(cell.calls[2].caller, 1);
	assert_int_equal(cell.calls[2].callee, 3);
	assert_true(cell.calls[2].counts.n[PROFILE_INSNS] == 6);
	/* e stays a path of its own, and nothing is lost. */
	assert_int_equal(stacks__walk(&cell, PROFILE_INSNS, add_self, sum), 0);
	assert_true(fabs(sum[0] - 21) < 1e-9);
	free(cell.calls);
}

static char *printed(const struct profile *p)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	profile__print(out, p);
	fclose(out);
	return text;
}

static void test_table(void **state)
{
	struct profile_cell cell;
	struct profile p = { .cells = &cell, .nr_cells = 1, .cache = (char *)"D1 1,2,3" };
	struct profile *again = NULL;
	const struct profile_counts one = { { 1, 0, 0, 0, 0.25 } };
	char *text, *second;
	const char *path;

	(void)state;
	attribute(HEAD "a k ffffffff81000000 160 1\na k ffffffff81000020 64 0 0 8\n"
		  "c k ffffffff81000004 ffffffff81000020 20 40\nend\n", &cell);
	assert_int_equal(profile_line__add(cell.functions, "x.c", 9, &one, 1), 0);
	assert_int_equal(profile_line__add(cell.functions, "x.c", 7, &one, 2), 0);
	assert_int_equal(profile_line__add(cell.functions, "x.c", 9, &one, 1), 0);
	assert_int_equal(cell.functions[0].nr_lines, 2);
	assert_int_equal(cell.functions[0].lines[0].line, 7);
	text = printed(&p);
	path = write_results(NULL, text);
	assert_int_equal(profile__load(path, &again, &why), 0);
	second = printed(again);
	assert_string_equal(text, second);
	/* Half of it is refused. */
	text[strlen(text) - strlen("end\n")] = '\0';
	write_results(path, text);
	profile__free(again);
	why.text[0] = '\0';
	assert_int_equal(profile__load(path, &again, &why), -EINVAL);
	assert_non_null(strstr(why.text, "cut off"));
	unlink(path);
	assert_int_equal(profile__load(path, &again, &why), -ENOENT);
	free(text);
	free(second);
	profile_cell__free(&cell);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_symbols),
		cmocka_unit_test(test_raw),
		cmocka_unit_test(test_raw_broken),
		cmocka_unit_test(test_attribute),
		cmocka_unit_test(test_stacks),
		cmocka_unit_test(test_jumps),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
