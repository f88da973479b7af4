/* SPDX-License-Identifier: GPL-2.0-only */
/* reduce.h - from batches to rounds. */
#ifndef RESULTS_REDUCE_H
#define RESULTS_REDUCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/sample.h"

/**
 * results__by_round() - reduce batches to one value a round
 * @s: @n batches, sorted by round
 * @exact: take the least of a round's batches, otherwise their median
 * @scratch: room for @n values, clobbered
 * @out: room for @n values: the rounds' values, in the order of @s
 *
 * Where instructions are counted, whatever disturbs a batch (a timer tick, work
 * that was put off) adds to its count: the least disturbed batch is the least.
 *
 * Return: the number of rounds.
 */
size_t results__by_round(const struct sample *s, size_t n, bool exact,
			 double *scratch, struct sample *out);

/**
 * results__quartiles() - of the batches of a round
 * @low: the lower one, the median over the rounds; NaN where no round has four batches
 * @high: the upper one, likewise
 * @scratch: room for 3 * @n values, clobbered
 */
void results__quartiles(const struct sample *s, size_t n, double *scratch, double *low,
			double *high);

#endif
