// SPDX-License-Identifier: GPL-2.0-only
/* Strings in printable ASCII. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>

#include "lib/text.h"

static void escape(const char *s, const char *want)
{
	char *got = text__escape(s);

	assert_string_equal(got, want);
	free(got);
}

static void test_escape(void **state)
{
	(void)state;
	escape("", "");
	escape("a\tb~ c", "a b~ c");
	escape("gr\xc3\xb6\xc3\x9f" "e", "gr\\u00f6\\u00dfe");
	escape("\xc2\xb5s \xce\xbcs \xce\xbas", "us us \\u03bas");
	escape("\xf0\x9f\x90\xa7", "\\U0001f427");
	escape("\x01\x7f", "\\u0001\\u007f");
	/* No UTF-8: a byte alone, one that is cut short, one that is too long. */
	escape("\xff|\xc3|\xc0\xaf", "\\xff|\\xc3|\\xc0\\xaf");
}

/* What a run could see may be anything, and "1.5e+02%" is no way to say it. */
static void test_percent(void **state)
{
	char buf[TEXT_PERCENT];

	(void)state;
	assert_string_equal(text__percent(buf, 0.0153), "1.5%");
	assert_string_equal(text__percent(buf, 0.994), "99%");
	assert_string_equal(text__percent(buf, 1.51), "151%");
	assert_string_equal(text__percent(buf, 60000), "6000000%");
	assert_string_equal(text__percent(buf, 1e-7), "0.0000%");
	assert_string_equal(text__percent(buf, 0), "0%");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
