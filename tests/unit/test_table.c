// SPDX-License-Identifier: GPL-2.0-only
/* Tables whose rows the linker puts together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/table.h"

struct fruit {
	const char *name;
	double weight;
	char colour;
};

TABLE(fruits, struct fruit);

#define FRUIT(symbol) static const struct fruit symbol TABLE_ROW(fruits)

FRUIT(pear) = { "pear", 178, 'g' };
FRUIT(apple) = { "apple", 182, 'r' };
FRUIT(plum) = { "plum", 66, 'b' };

static void test_find(void **state)
{
	const struct fruit *found = table__find(&fruits, "plum");

	(void)state;
	assert_non_null(found);
	assert_int_equal(found->colour, 'b');
	assert_null(table__find(&fruits, "plu"));
	assert_null(table__find(&fruits, "plums"));
}

static void test_order(void **state)
{
	const struct fruit *f = table__next(&fruits, NULL);

	(void)state;
	assert_string_equal(f->name, "apple");
	f = table__next(&fruits, f);
	assert_string_equal(f->name, "pear");
	f = table__next(&fruits, f);
	assert_string_equal(f->name, "plum");
	assert_null(table__next(&fruits, f));
}

static void test_names(void **state)
{
	char names[64];

	(void)state;
	assert_string_equal(table__names(&fruits, " or ", names, sizeof(names)),
			    "apple, pear or plum");
	assert_string_equal(table__names(&fruits, " or ", names, 9), "apple, p");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
