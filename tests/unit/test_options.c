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
#include <unistd.h>
#include <cmocka.h>

#include "command/options.h"

/* The rows are the program's own. */
TABLE(commands, struct command);

static struct command_options *o;
static struct why why;

/* Parse words that are separated by one space. */
static int parse(const char *words)
{
	static char line[256];
	char *argv[16], *save;
	int argc = 0;

	free(o);
	o = NULL;
	snprintf(line, sizeof(line), "%s", words);
	why.text[0] = '\0';
	for (argv[argc] = strtok_r(line, " ", &save); argv[argc];
	     argv[argc] = strtok_r(NULL, " ", &save))
		argc++;
	return options__parse(table__find(&commands, argv[0]), argc, argv, (void **)&o, &why);
}

static void refused(const char *words, const char *part)
{
	assert_int_equal(parse(words), -EINVAL);
	assert_null(o);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
}

static void test_defaults(void **state)
{
	(void)state;
	unsetenv("RESULTS");
	assert_int_equal(parse("compare a b"), 0);
	assert_string_equal(o->store.dir, "results");
	assert_string_equal(o->store.testbed, "emulated");
	assert_null(o->store.base);
	assert_true(isnan(o->compare.threshold));
	assert_false(o->compare.force);
	assert_string_equal(o->operand[0], "a");
	assert_string_equal(o->operand[1], "b");
}

static void test_all(void **state)
{
	(void)state;
	assert_int_equal(parse("compare a --format=json --results=r --testbed=host --kernel-base=6.12 --threshold=2.5 --force b"), 0);
	assert_string_equal(o->store.dir, "r");
	assert_string_equal(o->store.testbed, "host");
	assert_string_equal(o->store.base, "6.12");
	assert_true(fabs(o->compare.threshold - 0.025) < 1e-12);
	assert_true(o->compare.force);
	assert_string_equal(o->operand[1], "b");
	assert_int_equal(parse("compare --threshold 0 a b"), 0);
	assert_true(o->compare.threshold == 0);
}

static void test_environment(void **state)
{
	(void)state;
	setenv("RESULTS", "elsewhere", 1);
	assert_int_equal(parse("list"), 0);
	assert_string_equal(o->store.dir, "elsewhere");
	assert_int_equal(parse("list --results=here"), 0);
	assert_string_equal(o->store.dir, "here");
	setenv("RESULTS", "", 1);
	assert_int_equal(parse("list"), 0);
	assert_string_equal(o->store.dir, "results");
}

static void test_threshold(void **state)
{
	(void)state;
	refused("compare --threshold=abc a b", "--threshold=abc");
	refused("compare --threshold=-1 a b", "--threshold=-1");
	refused("compare --threshold=101 a b", "--threshold=101");
	refused("compare --threshold=nan a b", "--threshold=nan");
	refused("compare --threshold=inf a b", "--threshold=inf");
	refused("compare --threshold=2% a b", "--threshold=2%");
	refused("compare --threshold= a b", "--threshold=");
}

static void test_vcpus(void **state)
{
	(void)state;
	assert_int_equal(parse("history --vcpus=1,64"), 0);
	assert_int_equal(parse("history --vcpus="), 0);
	refused("history --vcpus=1,,64", "--vcpus: size missing in 1,,64: ");
	refused("history --vcpus=64x", "--vcpus: size 64x: ");
	refused("history --vcpus=0", "--vcpus: size 0: ");
}

static void test_refused(void **state)
{
	(void)state;
	refused("compare", "BASE and HEAD missing");
	refused("compare a", "HEAD missing");
	refused("compare a b c", "'c'");
	refused("compare --bogus a b", "--bogus");
	refused("compare -x a b", "-x");
	refused("compare a b --testbed", "--testbed");
	refused("compare --format=xml a b", "--format=xml");
	refused("compare --force=yes a b", "--force=yes");
	refused("list a", "'a'");
	/* Each subcommand takes its own options only. */
	refused("list --threshold=1", "--threshold=1");
	refused("cover-letter --format=json a b", "--format=json");
	refused("tables a b", "--output");
	refused("import --force f", "--force");
	refused("history --force", "--force");
}

/* Printed, and nothing is left to do: so nothing is missing either. */
static void test_help(void **state)
{
	int out = dup(STDOUT_FILENO);
	const struct command *c;
	char words[64];

	(void)state;
	fflush(stdout);
	assert_non_null(freopen("/dev/null", "w", stdout));
	for (c = table__next(&commands, NULL); c; c = table__next(&commands, c)) {
		snprintf(words, sizeof(words), "%s --help", c->name);
		assert_int_equal(parse(words), 0);
		assert_null(o);
	}
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_threshold),
		cmocka_unit_test(test_vcpus),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
