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
 * parts__doubt() - make inconclusive what hangs on cells whose sides share a value, and
 *		    find the extremes of what varies
 * @s: its parameters are estimated
 *
 * Each cell whose sides share a value may be at this value on both. Where the line
 * through it has another verdict, nobody knows.
 *
 * Return: 0 or -ENOMEM.
 */
int parts__doubt(struct comparison *c, struct compare_slope *s);

#endif
