/* SPDX-License-Identifier: GPL-2.0-only */
/* Floating point in the tests. cmocka.h comes before it. */
#ifndef VCPUSCALE_TEST_CLOSE_TO_H
#define VCPUSCALE_TEST_CLOSE_TO_H

#include <math.h>

#define N(a)	(sizeof(a) / sizeof(*(a)))

/* Fails where @got is further than @by from @want, or not a number. */
static inline void close_to(double got, double want, double by)
{
	if (!(fabs(got - want) <= by))
		fail_msg("%.12g is not %.12g", got, want);
}

#endif
