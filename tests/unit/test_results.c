// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "results-file.h"
#include "results/find.h"
#include "results/load.h"
#include "results/results.h"

static struct why why;

static int load(const char *text, bool force, struct results **r)
{
	const char *path = write_results(NULL, text);
	int err;

	why.text[0] = '\0';
	err = results__load(path, force, r, &why);
	unlink(path);
	return err;
}

static struct results *loaded(const char *text)
{
	struct results *r;

	if (load(text, false, &r))
		fail_msg("%s", why.text);
	return r;
}

/* The message holds @part, and names line @line of the file. */
static void refused(const char *text, int line, const char *part)
{
	struct results *r;
	char at[32];

	snprintf(at, sizeof(at), ":%d: ", line);
	assert_int_equal(load(text, false, &r), -EINVAL);
	if (!strstr(why.text, part) || (line && !strstr(why.text, at)))
		fail_msg("'%s' is not about '%s' in line %d", why.text, part,
			 line);
}

static void test_model(void **state)
{
	struct results *r = loaded(HEADER("k") "kernel-base: 6.1\n" EXACT
		"round: 2\n"
		"BenchmarkB/state=quiet/vcpus=64 300 19516 insns/op 7.5 ns/op\n"
		"round: 1\n"
		"BenchmarkB/state=quiet/vcpus=64 300 19500 insns/op\n"
		"BenchmarkA/vcpus=4\t2\t1e3\tinsns/op\r\n"
		"BenchmarkB/vcpus=8 skip no such  thing\n"
		"BenchmarkB/vcpus=9 invalid WARNING: at kvm_main.c\n"
		"end: 3\n");

	(void)state;
	assert_string_equal(results__get(r, "kernel-base"), "6.1");
	assert_null(results__get(r, "cpu"));
	assert_int_equal(r->nr_samples, 3);
	assert_int_equal(r->nr_rounds, 2);
	assert_int_equal(r->nr_cells, 3);
	assert_string_equal(r->cells[0]->bench, "A");
	assert_int_equal(r->cells[0]->vcpus, 4);
	assert_true(r->cells[0]->samples[0].value == 1000);
	assert_string_equal(r->cells[1]->bench, "B/state=quiet");
	assert_int_equal(r->cells[1]->nr, 2);
	/* Sorted by round. */
	assert_true(r->cells[1]->samples[0].value == 19500);
	assert_int_equal(r->cells[1]->samples[1].round, 2);
	assert_string_equal(r->cells[2]->unit, "ns/op");
	assert_true(results__unit(r, "insns/op")->exact);
	assert_false(results__unit(r, "insns/op")->higher);
	assert_false(results__unit(r, "ns/op")->directed);
	assert_string_equal(results__note(r, false, "B", 8)->reason,
			    "no such  thing");
	assert_string_equal(results__note(r, true, "B", 9)->reason,
			    "WARNING: at kvm_main.c");
	assert_null(results__note(r, true, "B", 8));
	assert_false(r->cut || r->incomplete);
	results__free(r);
}

static void test_ignored(void **state)
{
	struct results *r = loaded("\n# a remark\n" HEADER("k") EXACT
		"PASS\nok  \tpkg 1.2s\nBenchmarking is fun\nBenchmarkA\n"
		"BenchmarkA/vcpus=1 info rest\nUpper: case\nUnit\n"
		"kernel:other\nBenchmarking/vcpus=1 1 5 insns/op\n"
		"BenchmarkA/vcpus=1 1 5 insns/op\nend: 2\n");

	(void)state;
	/* A name in lower case is one: only a sentence has no size. */
	assert_int_equal(r->nr_samples, 2);
	results__free(r);
}

static void test_plain(void **state)
{
	struct results *r = loaded(HEADER("k") "cpu: E\303\251 \033[31m\n" EXACT
		"BenchmarkA/vcpus=1 1 5 insns/op\nend: 1\n");

	(void)state;
	/* Neither UTF-8 nor an escape sequence reaches a report. */
	assert_string_equal(results__get(r, "cpu"), "E\\u00e9 \\u001b[31m");
	results__free(r);
}

#define BODY	HEADER("k") EXACT	/* seven lines */

static void test_malformed(void **state)
{
	static const struct { const char *line, *part; } bad[] = {
		{ "BenchmarkA/vcpus=1 1 abc insns/op", "'abc'" },
		{ "BenchmarkA/vcpus=1 1 NaN insns/op", "'NaN'" },
		{ "BenchmarkA/vcpus=1 1 inf insns/op", "'inf'" },
		{ "BenchmarkA/vcpus=1 1 1e999 insns/op", "'1e999'" },
		{ "BenchmarkA/vcpus=1 1 1e308 insns/op", "'1e308'" },
		{ "BenchmarkA/vcpus=1 1 -2e100 insns/op", "'-2e100'" },
		{ "BenchmarkA/vcpus=1 1 0x10 insns/op", "'0x10'" },
		{ "BenchmarkA/vcpus=1 1 1.5.2 insns/op", "'1.5.2'" },
		{ "BenchmarkA/vcpus=1 1 5", "no unit" },
		{ "BenchmarkA/vcpus=1 1 5 insns/op 6", "no unit" },
		{ "BenchmarkA/vcpus=1 1", "without a value" },
		{ "BenchmarkA/vcpus=1 -1 5 insns/op", "'-1'" },
		{ "BenchmarkA/vcpus=1 0 5 insns/op", "'0'" },
		{ "BenchmarkA/vcpus=1 1.5 5 insns/op", "'1.5'" },
		{ "BenchmarkA/vcpus=1 nan 5 insns/op", "'nan'" },
		{ "BenchmarkA 1 5 insns/op", "no /vcpus=" },
		{ "BenchmarkA/vcpus= 1 5 insns/op", "'vcpus='" },
		{ "BenchmarkA/vcpus=0 1 5 insns/op", "'vcpus=0'" },
		{ "BenchmarkA/vcpus=-4 1 5 insns/op", "'vcpus=-4'" },
		{ "BenchmarkA/vcpus=4x 1 5 insns/op", "'vcpus=4x'" },
		{ "BenchmarkA/vcpus=99999999999999999999 1 5 x", "vcpus=9999" },
		{ "round: two", "'two'" },
		{ "round: -1", "'-1'" },
		{ "kernel: other", "changes" },
		{ "Unit insns/op better=higher assume=exact", "changes" },
		{ "Unit insns/op assume=nothing", "changes" },
		{ "Unit x better=sideways", "better=sideways" },
		{ "end: many", "'many'" },
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), BODY "%s\nend: 1\n", bad[i].line);
		refused(text, 8, bad[i].part);
	}
}

static void test_schema(void **state)
{
	(void)state;
	refused("schema: vcpuscale/9\n", 1, "'vcpuscale/9'");
	refused("# x\nkernel: k\nschema: vcpuscale/1\n", 2, "'kernel'");
	refused("BenchmarkA/vcpus=1 1 5 insns/op\n", 1, "before");
	refused("just text\n", 1, "no line 'schema");
	refused("", 1, "empty");
	refused("schema: vcpuscale/1\nend: 0\n", 0, "'run: ...'");
	refused("schema: vcpuscale/1\nrun: r\nkernel:\nend: 0\n", 0,
		"'kernel: ...'");
}

#define SAMPLE	"BenchmarkA/vcpus=1 1 5 insns/op\n"

static void test_cut_short(void **state)
{
	struct results *r;

	(void)state;
	refused(BODY SAMPLE, 8, "cut short, no end line");
	refused(BODY SAMPLE "end: 2\n", 9, "promises 2");
	/* The last line stops in the middle, though it reads well so far. */
	refused(BODY SAMPLE "BenchmarkA/vcpus=1 1 5 insns/o", 9, "cut short");
	refused(BODY SAMPLE "end: 1", 9, "cut short");
	refused(BODY SAMPLE "end: 1\n" SAMPLE, 10, "after the end line");
	refused(BODY SAMPLE "end: 1\nend: 1\n", 10, "end line");
	assert_int_equal(load(BODY SAMPLE "BenchmarkA/vc", true, &r), 0);
	assert_true(r->cut);
	assert_int_equal(r->nr_samples, 1);
	results__free(r);
}

static void test_incomplete(void **state)
{
	struct results *r = loaded(BODY SAMPLE "incomplete: yes\n");

	(void)state;
	assert_true(r->incomplete);
	results__free(r);
	r = loaded(BODY SAMPLE "incomplete: no\nend: 1\n");
	assert_false(r->incomplete);
	results__free(r);
}

static void put(const char *dir, const char *run, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/k/emulated/%s", dir, run);
	write_results(path, text);
}

/* Name of the run that is found; "" if none is. */
static const char *found(const char *dir, const char *base, bool force)
{
	const struct results_store store = { dir, "emulated", base };
	char *name = "k";
	static char run[64];
	struct results *r;

	why.text[0] = '\0';
	if (results__find(&store, &name, 1, force, &r, &why))
		return "";
	snprintf(run, sizeof(run), "%s", strrchr(r->path, '/') + 1);
	results__free(r);
	return run;
}

#define GOOD	BODY "kernel-base: 6.1\n" SAMPLE "end: 1\n"

static void test_find(void **state)
{
	static const char * const runs[] = { "1", "2", "3", ".4", "5" };
	char dir[] = "/tmp/vcpuscale-find-XXXXXX", path[128];
	size_t i;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_string_equal(found(dir, NULL, false), "");
	assert_non_null(strstr(why.text, "nothing is stored"));
	snprintf(path, sizeof(path), "%s/k", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/k/emulated", dir);
	mkdir(path, 0700);
	put(dir, "2.txt", BODY "incomplete: yes\n" SAMPLE);
	assert_string_equal(found(dir, NULL, false), "");
	assert_non_null(strstr(why.text, "incomplete"));
	assert_string_equal(found(dir, NULL, true), "2.txt");
	put(dir, "1.txt", GOOD);
	assert_string_equal(found(dir, NULL, false), "1.txt");
	put(dir, "3.txt", GOOD);
	put(dir, ".4.txt", GOOD);
	put(dir, "5.txt", BODY SAMPLE);
	assert_string_equal(found(dir, NULL, false), "3.txt");
	assert_string_equal(found(dir, "6.1", false), "3.txt");
	assert_string_equal(found(dir, "6.12", false), "");
	for (i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		snprintf(path, sizeof(path), "%s/k/emulated/%s.txt", dir, runs[i]);
		unlink(path);
	}
	snprintf(path, sizeof(path), "%s/k/emulated", dir);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/k", dir);
	rmdir(path);
	rmdir(dir);
}

/*
 * A cell's second line and later ones have a shorter way through the parser.
 * What they hold must be what strtod() makes of it, and what is bad stays bad.
 */
static void test_again(void **state)
{
	static const char * const values[] = {
		"5308", "0.1", "13516.25", "788289.5", "123456789.012345",
		"0.1234567890123456789", "1e3", "+7", "-2.5", "99999999999999999",
		"0", "00.10", "0.3", "1517724334.8602343",
	};
	enum { NR = sizeof(values) / sizeof(*values) };
	char text[4096] = HEADER("k") TIMES "BenchmarkA/vcpus=4 8 1 ns/op\n";
	struct results *r;
	size_t i;

	(void)state;
	for (i = 0; i < NR; i++)
		sprintf(text + strlen(text), "BenchmarkA/vcpus=4 8 2 ns/op\n"
			"BenchmarkA/vcpus=4 8 %s ns/op\n", values[i]);
	sprintf(text + strlen(text), "end: %d\n", 1 + 2 * NR);
	r = loaded(text);
	assert_int_equal(r->nr_cells, 1);
	assert_int_equal(r->cells[0]->nr, 1 + 2 * NR);
	for (i = 0; i < NR; i++)
		assert_true(r->cells[0]->samples[2 + 2 * i].value ==
			    strtod(values[i], NULL));
	results__free(r);
#define TWICE	HEADER("k") TIMES "BenchmarkA/vcpus=4 8 2 ns/op\n"
	refused(TWICE "BenchmarkA/vcpus=4 0 2 ns/op\nend: 2\n", 9, "iterations");
	refused(TWICE "BenchmarkA/vcpus=4 8 2\nend: 2\n", 9, "no unit");
	refused(TWICE "end: 1\nBenchmarkA/vcpus=4 8 2 ns/op\n", 10, "after the end");
	r = loaded(TWICE "BenchmarkA/vcpus=4 8 2 ns/opx\n"
		   "BenchmarkA/vcpus=40 8 2 ns/op\nend: 3\n");
	assert_int_equal(r->nr_cells, 3);
	results__free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_model),
		cmocka_unit_test(test_ignored),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_schema),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_incomplete),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
