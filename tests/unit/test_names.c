// SPDX-License-Identifier: GPL-2.0-only
/* Names that have numbers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>

#include "lib/names.h"

static void test_names(void **state)
{
	struct names n = { 0 };
	char name[16];
	size_t i;

	(void)state;
	assert_null(names__find(&n, "0"));
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%zu", i);
		assert_int_equal(names__add(&n, name, i), 0);
	}
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%zu", i);
		assert_int_equal(*names__find(&n, name), i);
	}
	assert_null(names__find(&n, "1000"));
	*names__find(&n, "7") = 70;
	assert_int_equal(*names__find(&n, "7"), 70);
	names__free(&n);
	assert_null(names__find(&n, "7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
