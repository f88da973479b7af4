/* SPDX-License-Identifier: GPL-2.0-only */
/* repeats.h - which counts repeat, and what those that do not differ by anyway. */
#ifndef COMPARE_REPEATS_H
#define COMPARE_REPEATS_H

#include "comparison.h"

/**
 * compare__repeats() - which cells repeat, and what those that do not differ by anyway
 *
 * A cell's counts repeat if the rounds of each side agree. They may by luck: two
 * rounds of a count that takes two values often do. So none of a benchmark's cells
 * repeats if a file says that it varies ("varies:", from its descriptor), if the A/A
 * showed it, or if two of its cells differ from round to round, and of fewer than
 * three rounds one. What does not repeat is judged by the medians of its batches.
 *
 * Return: 0 or -ENOMEM.
 */
int compare__repeats(struct comparison *c);

/**
 * compare__quartile_ratio() - head's quartile of a round's batches as a ratio to the base's
 * @i: 0 of the lower, 1 of the upper one
 *
 * Return: NaN where it is not known, see struct compare_side.
 */
double compare__quartile_ratio(const struct compare_cell *cell, int i);

/**
 * compare__is_mixture() - did nothing but the mixture of its batches' modes change?
 *
 * Of a count of two values the median of a round's batches jumps from one to the other
 * when their shares pass one half; its quartiles stay. Rounds of one boot, and boots of
 * one seed, repeat each other's mixture, so that a test of rounds takes it for a change.
 * Where everything costs more, both quartiles move with the median. A boot may have
 * nine of ten batches at one of the values, and the next boot one of ten: then the
 * quartiles move, too, but the ends of what was measured stay. Where no batch is among
 * the other side's, an end that stays is of a third value.
 */
bool compare__is_mixture(const struct compare_cell *cell);

/** compare__is_mixture_of_line() - the same of a slope or a fixed cost */
bool compare__is_mixture_of_line(const struct compare_part *p);

/**
 * compare__share() - which exact cells have a value in common with the other side
 *
 * Fewer than three rounds that agree are little evidence that a count repeats: it may
 * take one of a few values, and a round another mixture of them than the next. Where
 * the sides differ, but a batch of either has the same value, that is what the batches
 * show, and the cell is inconclusive. A change of every batch leaves no common value.
 *
 * Return: 0 or -ENOMEM.
 */
int compare__share(struct comparison *c);

/** compare__agree() - has every round of a side the same value? */
bool compare__agree(const struct sample *rounds, size_t nr);

#endif
