// SPDX-License-Identifier: GPL-2.0-only
/* Two runs of one kernel as one file. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "results-file.h"
#include "results/load.h"
#include "results/merge.h"

#define CELL(value)	"BenchmarkA/vcpus=1 9 " value " ns/op\n"

static struct why why;

/* What both files together are; the text of the first after the call is left in @text. */
static int merge_as(enum merge what, const char *first, const char *second, char text[4096])
{
	char a[64], b[64];
	FILE *f;
	int err;

	strcpy(a, write_results(NULL, first));
	strcpy(b, write_results(NULL, second));
	why.text[0] = '\0';
	err = results__merge(a, b, what, &why);
	f = fopen(a, "r");
	assert_non_null(f);
	text[fread(text, 1, 4095, f)] = '\0';
	fclose(f);
	unlink(a);
	unlink(b);
	return err;
}

static int merge(const char *first, const char *second, char text[4096])
{
	return merge_as(MERGE_ROUNDS, first, second, text);
}

static void test_rounds_go_on(void **state)
{
	char text[4096];

	(void)state;
	assert_int_equal(merge(HEADER("k") TIMES "round: 1\n" CELL("5") "# quiet\nround: 3\n" CELL("6") "end: 2\n",
			       HEADER("k") "# not in a round\n" TIMES "round: 1\n# loud\n" CELL("7") "round: 2\n" CELL("8") "end: 2\n",
			       text), 0);
	assert_string_equal(text, HEADER("k") TIMES "round: 1\n" CELL("5") "# quiet\nround: 3\n" CELL("6")
			    "round: 4\n# loud\n" CELL("7") "round: 5\n" CELL("8") "end: 4\n");
}

/* Whatever is wrong, the first file stays as it was. */
static void refused(const char *first, const char *second, const char *part)
{
	char text[4096];

	assert_int_equal(merge(first, second, text), -EINVAL);
	assert_string_equal(text, first);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
}

static void test_refused(void **state)
{
	static const char good[] = HEADER("k") TIMES "round: 1\n" CELL("5") "end: 1\n";

	(void)state;
	refused(good, HEADER("k") TIMES "round: 1\n" CELL("5"), "cut short");
	refused(HEADER("k") TIMES "round: 1\n" CELL("5"), good, "cut short");
	refused(good, HEADER("k") "cpu: other\n" TIMES "round: 1\n" CELL("5") "end: 1\n", "its cpu is not");
	refused(good, HEADER("k") "incomplete: yes\n" TIMES "round: 1\n" CELL("5") "end: 1\n", "incomplete");
}

/* Other cells of the same rounds; a cell of both would be in each round twice. */
static void test_cells(void **state)
{
	static const char first[] = HEADER("k") TIMES "round: 1\n" CELL("5") "round: 2\n" CELL("6") "end: 2\n";
	char text[4096];

	(void)state;
	assert_int_equal(merge_as(MERGE_CELLS, first, HEADER("k") TIMES "round: 1\nBenchmarkA/vcpus=2 9 7 ns/op\n"
				  "round: 2\nBenchmarkA/vcpus=2 9 8 ns/op\nend: 2\n", text), 0);
	assert_string_equal(text, HEADER("k") TIMES "round: 1\n" CELL("5") "round: 2\n" CELL("6")
			    "round: 1\nBenchmarkA/vcpus=2 9 7 ns/op\nround: 2\nBenchmarkA/vcpus=2 9 8 ns/op\nend: 4\n");
	assert_int_equal(merge_as(MERGE_CELLS, first, first, text), -EINVAL);
	assert_string_equal(text, first);
	assert_non_null(strstr(why.text, "has A/vcpus=1, as "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds_go_on),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
