/* SPDX-License-Identifier: GPL-2.0-only */
/* parts.h - a line's slope and its fixed cost. */
#ifndef COMPARE_PARTS_H
#define COMPARE_PARTS_H

#include "comparison.h"

/**
 * parts__estimate() - what a parameter is on both sides, and its verdict if it is exact
 * @p: its rounds and floor are set; whether it is exact is found out
 *
 * Return: 0 or -ENOMEM.
 */
int parts__estimate(struct comparison *c, const struct compare_slope *s,
		    struct compare_part *p);

/**
 * parts__doubt() - make inconclusive what hangs on cells whose sides share a value
 * @s: its parameters are estimated
 *
 * Each such cell may be at the shared value on both sides. Where the line through that
 * value has another verdict, nobody knows.
 *
 * Return: 0 or -ENOMEM.
 */
int parts__doubt(struct comparison *c, struct compare_slope *s);

#endif
