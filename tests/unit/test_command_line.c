// SPDX-License-Identifier: GPL-2.0-only
/* test_command_line.c - numbers and choices of a command line, and their refusals. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "lib/command-line.h"

static void test_number(void **state)
{
	struct why why = { "" };
	unsigned int n = 5;

	(void)state;
	assert_int_equal(command_line__number(&n, "rounds", "1000", 1000, &why), 0);
	assert_int_equal(n, 1000);
	assert_string_equal(why.text, "");
	assert_int_equal(command_line__number(&n, "rounds", "1001", 1000, &why), -EINVAL);
	assert_string_equal(why.text, "rounds 1001: give a whole number of 1 to 1000");
}

static void test_choice(void **state)
{
	struct why why = { "" };

	(void)state;
	assert_int_equal(command_line__choose("unit", "ns", "ns", "insns", &why), 0);
	assert_int_equal(command_line__choose("unit", "insns", "ns", "insns", &why), 1);
	assert_string_equal(why.text, "");
	assert_int_equal(command_line__choose("unit", "s", "ns", "insns", &why), -EINVAL);
	assert_string_equal(why.text, "unit s: give ns or insns");
}

struct asked {
	unsigned int rounds;
	const char *side;
};

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
	const struct command_line *c = state->input;
	struct asked *asked = c->options;

	if (key == 'r')
		return command_line__number(&asked->rounds, "rounds", arg, 9, c->why);
	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (asked->side)
		return command_line__refuse(c->why, "argument", arg, "give one");
	asked->side = arg;
	return 0;
}

static int parse(struct asked *asked, struct why *why, int argc, char **argv)
{
	static const struct argp_option descriptions[] = {
		{ "rounds", 'r', "N", 0, "Rounds", 0 },
		{ 0 }
	};
	const struct argp argp = { .options = descriptions, .parser = parse_one };

	*asked = (struct asked){ .rounds = 1 };
	why->text[0] = 0;
	return command_line__parse(&argp, "program", argc, argv, asked, why);
}

/* The first refusal ends the parse, and comes back with its reason. */
static void test_parse(void **state)
{
	char *good[] = { "program", "--rounds=3", "a", NULL };
	char *bad[] = { "program", "--rounds=0", "a", "b", NULL };
	char *two[] = { "program", "a", "b", "--rounds=3", NULL };
	struct asked asked;
	struct why why;

	(void)state;
	assert_int_equal(parse(&asked, &why, 3, good), 0);
	assert_int_equal(asked.rounds, 3);
	assert_string_equal(asked.side, "a");
	assert_int_equal(parse(&asked, &why, 4, bad), -EINVAL);
	assert_string_equal(why.text, "rounds 0: give a whole number of 1 to 9");
	assert_int_equal(parse(&asked, &why, 4, two), -EINVAL);
	assert_string_equal(why.text, "argument b: give one");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_parse),
	};

	return cmocka_run_group_tests_name("command line", tests, NULL, NULL);
}
