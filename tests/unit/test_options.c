// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "command/options.h"

#define COMPARE	(OPTIONS_COMPARE | OPTIONS_FORMAT)

static struct options o;
static struct why why;

/* Parse words that are separated by one space. */
static int parse(unsigned int takes, const char *words)
{
	static char line[256];
	char *argv[16], *save;
	int argc = 0;

	snprintf(line, sizeof(line), "%s", words);
	why.text[0] = '\0';
	for (argv[argc] = strtok_r(line, " ", &save); argv[argc];
	     argv[argc] = strtok_r(NULL, " ", &save))
		argc++;
	return options__parse("compare", takes, argc, argv, &o, &why);
}

static void refused(unsigned int takes, const char *words, const char *part)
{
	assert_int_equal(parse(takes, words), -EINVAL);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
}

static void test_defaults(void **state)
{
	(void)state;
	unsetenv("RESULTS");
	assert_int_equal(parse(COMPARE, "compare a b"), 0);
	assert_string_equal(o.shelf.dir, "results");
	assert_string_equal(o.shelf.testbed, "emulated");
	assert_null(o.shelf.base);
	assert_true(isnan(o.compare.threshold));
	assert_false(o.compare.force);
	assert_int_equal(o.format, REPORT_TEXT);
	assert_string_equal(o.operand[0], "a");
	assert_string_equal(o.operand[1], "b");
}

static void test_all(void **state)
{
	(void)state;
	assert_int_equal(parse(COMPARE, "compare a --format=json --results=r --testbed=host --kernel-base=6.12 --threshold=2.5 --force b"), 0);
	assert_string_equal(o.shelf.dir, "r");
	assert_string_equal(o.shelf.testbed, "host");
	assert_string_equal(o.shelf.base, "6.12");
	assert_true(fabs(o.compare.threshold - 0.025) < 1e-12);
	assert_true(o.compare.force);
	assert_int_equal(o.format, REPORT_JSON);
	assert_string_equal(o.operand[1], "b");
	assert_int_equal(parse(COMPARE, "compare --threshold 0 a b"), 0);
	assert_true(o.compare.threshold == 0);
}

static void test_environment(void **state)
{
	(void)state;
	setenv("RESULTS", "elsewhere", 1);
	assert_int_equal(parse(0, "list"), 0);
	assert_string_equal(o.shelf.dir, "elsewhere");
	assert_int_equal(parse(0, "list --results=here"), 0);
	assert_string_equal(o.shelf.dir, "here");
	setenv("RESULTS", "", 1);
	assert_int_equal(parse(0, "list"), 0);
	assert_string_equal(o.shelf.dir, "results");
}

static void test_threshold(void **state)
{
	(void)state;
	refused(COMPARE, "compare --threshold=abc a b", "--threshold=abc");
	refused(COMPARE, "compare --threshold=-1 a b", "--threshold=-1");
	refused(COMPARE, "compare --threshold=101 a b", "--threshold=101");
	refused(COMPARE, "compare --threshold=nan a b", "--threshold=nan");
	refused(COMPARE, "compare --threshold=inf a b", "--threshold=inf");
	refused(COMPARE, "compare --threshold=2% a b", "--threshold=2%");
	refused(COMPARE, "compare --threshold= a b", "--threshold=");
}

static void test_refused(void **state)
{
	(void)state;
	refused(COMPARE, "compare", "BASE and HEAD missing");
	refused(COMPARE, "compare a", "HEAD missing");
	refused(COMPARE, "compare a b c", "'c'");
	refused(COMPARE, "compare --bogus a b", "--bogus");
	refused(COMPARE, "compare -x a b", "-x");
	refused(COMPARE, "compare a b --testbed", "--testbed");
	refused(COMPARE, "compare --format=xml a b", "--format=xml");
	refused(COMPARE, "compare --force=yes a b", "--force=yes");
	refused(0, "list a", "'a'");
	/* Each subcommand takes its own options only. */
	refused(0, "list --threshold=1", "--threshold=1");
	refused(OPTIONS_COMPARE, "cover-letter --format=json a b",
		"--format=json");
	refused(OPTIONS_COMPARE | OPTIONS_OUTPUT, "tables a b", "--output");
}

static void test_help(void **state)
{
	(void)state;
	assert_int_equal(parse(COMPARE, "compare --help"), 0);
	assert_true(o.help);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_threshold),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
