// SPDX-License-Identifier: GPL-2.0-only
/* Which rounds are profiled, and in which machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "testbed/machine/plan.h"
#include "testbed/machine/profile.h"

/* A machine each, where there are two; else the first round. */
static void test_profiled_rounds(void **state)
{
	struct machine_options s = { .profile = true, .rounds = 4 };
	const struct plan first = { .steps = { { 0, 1 }, { 1, 1 }, { 1, 2 }, { 0, 2 } }, .nr_steps = 4 };
	const struct plan second = { .steps = { { 1, 3 }, { 0, 3 } }, .nr_steps = 2 };

	(void)state;
	assert_int_equal(profile__round(&s, 0), 1);
	assert_int_equal(profile__round(&s, 1), 3);
	assert_int_equal(profile__sides(&s, &first), 1);
	assert_int_equal(profile__sides(&s, &second), 2);
	s.rounds = 2;
	assert_int_equal(profile__round(&s, 1), 1);
	assert_int_equal(profile__sides(&s, &first), 3);
	assert_int_equal(profile__sides(&s, &second), 0);
	s.rounds = 4;
	s.two_images = true;
	assert_int_equal(profile__round(&s, 1), 1);
	s.profile = false;
	assert_int_equal(profile__sides(&s, &first), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_profiled_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
