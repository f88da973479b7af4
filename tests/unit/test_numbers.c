// SPDX-License-Identifier: GPL-2.0-only
/*
 * The numbers that the user gives, of any of the programs.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "lib/numbers.h"

#define ROOM	4

static unsigned int at[ROOM + 1];
static struct number_list list = { .at = at, .room = ROOM };

static void list_is(const char *text, unsigned int max, unsigned int nr, const unsigned int *numbers)
{
	assert_int_equal(numbers__list(&list, text, max), 0);
	assert_int_equal(list.nr, nr);
	assert_memory_equal(at, numbers, nr * sizeof(*numbers));
}

static void list_wrong(const char *text, unsigned int max, const char *part)
{
	assert_int_equal(numbers__list(&list, text, max), -EINVAL);
	assert_string_equal(list.wrong, part);
}

static void test_whole(void **state)
{
	(void)state;
	assert_int_equal(numbers__whole("1", 1000), 1);
	assert_int_equal(numbers__whole("1000", 1000), 1000);
	assert_int_equal(numbers__whole("86400", 86400), 86400);
	assert_int_equal(numbers__whole("1001", 1000), 0);
	assert_int_equal(numbers__whole("0", 1000), 0);
	assert_int_equal(numbers__whole("-1", 1000), 0);
	assert_int_equal(numbers__whole("", 1000), 0);
	assert_int_equal(numbers__whole(" ", 1000), 0);
	assert_int_equal(numbers__whole("8x", 1000), 0);
	assert_int_equal(numbers__whole("1.5", 1000), 0);
	assert_int_equal(numbers__whole("1 2", 1000), 0);
	/* 2^32 + 1, which an int would take for 1, and what no long holds */
	assert_int_equal(numbers__whole("4294967297", 1000), 0);
	assert_int_equal(numbers__whole("99999999999999999999", -1U), 0);
}

static void test_list(void **state)
{
	(void)state;
	list_is("1 2,255", 255, 3, (const unsigned int[]){ 1, 2, 255 });
	list_is(" 4 , 8 ", 255, 2, (const unsigned int[]){ 4, 8 });
	list_is("4096 1", 4096, 2, (const unsigned int[]){ 4096, 1 });
	list_is("8,1,8", 255, 3, (const unsigned int[]){ 8, 1, 8 });
}

static void test_limits(void **state)
{
	(void)state;
	list_wrong("256", 255, "256");
	list_wrong("256 4097", 4096, "4097");
	list_wrong("0", 4096, "0");
	list_wrong("1,2x,3", 255, "2x");
	/* Those before it are there. */
	assert_int_equal(list.nr, 1);
	assert_int_equal(at[0], 1);
	/* What strtol() would skip belongs to the part that it stands in. */
	list_wrong("\t 5", 255, "\t");
}

static void list_lacks_a_number(const char *text, const char *said)
{
	assert_int_equal(numbers__list(&list, text, 255), -ENODATA);
	assert_string_equal(list.wrong, said);
}

static void test_nothing(void **state)
{
	(void)state;
	list_lacks_a_number("", "missing");
	list_lacks_a_number("  ", "missing");
	list_lacks_a_number(" , ", "missing in , ");
	assert_int_equal(list.nr, 0);
}

/* A slip of the hand may have taken the number that belongs there. */
static void test_nothing_beside_a_comma(void **state)
{
	(void)state;
	list_lacks_a_number("1,,2", "missing in 1,,2");
	list_lacks_a_number("1, ,2", "missing in 1, ,2");
	list_lacks_a_number("1 ,, 2", "missing in 1 ,, 2");
	list_lacks_a_number(",1", "missing in ,1");
	list_lacks_a_number(" ,1", "missing in ,1");
	list_lacks_a_number("1,2,", "missing in 1,2,");
	list_lacks_a_number("1,2, ", "missing in 1,2, ");
}

static void test_blanks(void **state)
{
	(void)state;
	list_is("  1   2  ", 255, 2, (const unsigned int[]){ 1, 2 });
	list_is("1 ,2, 3 , 4", 255, 4, (const unsigned int[]){ 1, 2, 3, 4 });
}

static void test_no_room(void **state)
{
	(void)state;
	at[ROOM] = 77;
	list_is("1 2 3 4", 255, ROOM, (const unsigned int[]){ 1, 2, 3, 4 });
	assert_int_equal(numbers__list(&list, "1 2 3 4 5", 255), -E2BIG);
	assert_string_equal(list.wrong, "5");
	assert_int_equal(list.nr, ROOM);
	/* Not looked at any more. */
	assert_int_equal(numbers__list(&list, "1 2 3 4 x", 255), -E2BIG);
	assert_int_equal(at[ROOM], 77);
}

static void test_long_part(void **state)
{
	char text[101];

	(void)state;
	memset(text, '9', 100);
	text[100] = 0;
	assert_int_equal(numbers__list(&list, text, 255), -EINVAL);
	assert_int_equal(strlen(list.wrong), sizeof(list.wrong) - 1);
	assert_memory_equal(list.wrong, text, sizeof(list.wrong) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_nothing_beside_a_comma),
		cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_long_part),
	};

	return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
