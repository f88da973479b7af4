/* SPDX-License-Identifier: GPL-2.0-only */
/* tails.h - how far out the values of a sample lie. */
#ifndef STATS_TAILS_H
#define STATS_TAILS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * stats__has_long_tails() - are they longer than a normal's?
 * @v: @n > 0 values
 * @order: their indices, by rising value
 *
 * Hogg's measure (JASA 69, 1974): how far the outer twentieths are from each other,
 * against the halves. It does not depend on which value came first: a test by ranks whose
 * scores are chosen by it keeps its level.
 */
bool stats__has_long_tails(const double *v, const size_t *order, size_t n);

#endif
