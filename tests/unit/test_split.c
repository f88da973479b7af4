// SPDX-License-Identifier: GPL-2.0-only
/* One run as two that were measured in turns. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "results-file.h"
#include "results/split.h"

#define CELL(value)	"BenchmarkA/vcpus=1 9 " value " ns/op\n"
#define TAIL		"kernel: k\nkernel-id: 5d0c\ntestbed: emulated\nmachine: m\n"

static struct why why;

static int split(const char *text, char sides[2][PATH_MAX])
{
	char path[64];
	int err;

	strcpy(path, write_results(NULL, text));
	why.text[0] = '\0';
	err = results__split(path, sides, &why);
	assert_int_equal(access(path, F_OK), 0);
	unlink(path);
	return err;
}

static void holds(const char *path, const char *expected)
{
	char text[4096];
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	unlink(path);
	assert_string_equal(text, expected);
}

/* What stands before the rounds is in both; reasons are not counted as samples. */
static void test_turns(void **state)
{
	char sides[2][PATH_MAX];

	(void)state;
	assert_int_equal(split("schema: vcpuscale/1\nrun: r1\n" TAIL TIMES "BenchmarkB skip no such unit\n"
			       "round: 1\n" CELL("1") "# quiet\nround: 2\n" CELL("2") "round: 3\n" CELL("3")
			       "BenchmarkB/vcpus=2 invalid lost\nround: 4\n" CELL("4") "round: 5\n" CELL("5")
			       "end: 5\n", sides), 0);
	assert_string_equal(sides[0], "/tmp/r1a.txt");
	holds(sides[0], "schema: vcpuscale/1\nrun: r1a\n" TAIL TIMES "BenchmarkB skip no such unit\n"
	      "round: 1\n" CELL("1") "# quiet\nround: 2\n" CELL("4") "round: 3\n" CELL("5") "end: 3\n");
	holds(sides[1], "schema: vcpuscale/1\nrun: r1b\n" TAIL TIMES "BenchmarkB skip no such unit\n"
	      "round: 1\n" CELL("2") "round: 2\n" CELL("3") "BenchmarkB/vcpus=2 invalid lost\nend: 2\n");
}

static void refused(const char *text, const char *part)
{
	char sides[2][PATH_MAX];

	assert_int_equal(split(text, sides), -EINVAL);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
}

static void test_refused(void **state)
{
	(void)state;
	refused(HEADER("k") TIMES "round: 1\n" CELL("5") "end: 1\n", "fewer than two rounds");
	refused(HEADER("k") TIMES "round: 1\n" CELL("5") "round: 2\n" CELL("5"), "cut short");
	refused(HEADER("k") "incomplete: yes\n" TIMES "round: 1\n" CELL("5") "round: 2\n" CELL("5") "end: 2\n",
		"incomplete");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_turns),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
