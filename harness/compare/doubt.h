/* SPDX-License-Identifier: GPL-2.0-only */
/* doubt.h - why a cell, a slope or a fixed cost is inconclusive. */
#ifndef COMPARE_DOUBT_H
#define COMPARE_DOUBT_H

#include "comparison.h"

/**
 * enum doubt - why something is inconclusive
 * @DOUBT_NONE: it is not
 * @DOUBT_NOISE: it varies by too much for as many rounds, or in the A/A by as much
 * @DOUBT_ROUNDS: it varies, and has fewer rounds than any test takes
 * @DOUBT_MIXTURE: its batches have two modes, and only their mixture changed
 * @DOUBT_SHARED: it repeats in a round or two, and both sides have a value
 * @DOUBT_KINDS: how many there are
 */
enum doubt {
	DOUBT_NONE,
	DOUBT_NOISE,
	DOUBT_ROUNDS,
	DOUBT_MIXTURE,
	DOUBT_SHARED,
	DOUBT_KINDS,
};

/** doubt__name() - as JSON and CSV spell it; NULL for DOUBT_NONE */
const char *doubt__name(enum doubt doubt);

/** doubt__of_cell() - why a cell is inconclusive; DOUBT_NONE if its verdict is another */
enum doubt doubt__of_cell(const struct comparison *c, const struct compare_cell *cell);

/** doubt__of_part() - the same of a line's slope, or of its fixed cost */
enum doubt doubt__of_part(const struct comparison *c, const struct compare_slope *s,
			  const struct compare_part *p);

#endif
