/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * family.h - the tests of a whole comparison at once: a family of rows, one a cell or a
 * slope, over the same rounds. Pure, like stats.h. docs/statistics.md says why
 * each step is there, and what the tests cannot show.
 */
#ifndef STATS_FAMILY_H
#define STATS_FAMILY_H

#include "row.h"

#define STATS_FLIPS	2000	/* relabelings, where all of them are more */
#define STATS_TAIL_FLIPS 1000	/* of them, for the smallest change that is seen */
#define STATS_INTERVAL_Z 1.96	/* of a normal: 95 % lie within it */
#define STATS_POWER_Z	1.645	/* of a normal: what 95 % of runs exceed */

/**
 * stats__family() - test every row, and correct for their number
 * @f: its rows' values are set; they are overwritten
 * @seed: of GSL's mt19937, for the relabelings that are drawn
 *
 * The statistic of a row is its mean difference over a standard error that
 * borrows strength from the other rows (Smyth 2004); of independent sides, each has
 * a variance of its own (Welch). Values that lie far out are clipped. The statistic's
 * distribution under "no change" comes from relabeling: of pairs the sign of each
 * difference, otherwise which rounds are the base's; of all rows alike, for rounds
 * are what was measured independently. A row that lacks rounds is relabeled within
 * those that it has. p_adjusted is Holm's step-down with the distribution of the
 * largest statistic in the place of Bonferroni's bound (Westfall and Young 1993,
 * algorithm 4.1). Where rounds resemble their neighbours, the statistics are reduced
 * to what as many independent rounds would have shown.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__family(struct stats_family *f, unsigned long seed);

/**
 * stats__least_p() - the smallest p that so few rounds can give
 * @paired: as in struct stats_family
 * @n: rounds of one side, > 0
 * @m: rounds of the other, > 0; of pairs the lesser counts
 */
double stats__least_p(bool paired, size_t n, size_t m);

/** stats__least_rounds() - rounds a side with which p can be below STATS_ALPHA */
size_t stats__least_rounds(bool paired);

#endif
