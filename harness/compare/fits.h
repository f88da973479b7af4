/* SPDX-License-Identifier: GPL-2.0-only */
/* fits.h - the lines through a benchmark's sizes, one a round. */
#ifndef COMPARE_FITS_H
#define COMPARE_FITS_H

#include "comparison.h"
#include "stats/line.h"

/**
 * enum fits_of - what lines go through
 * @FITS_ROUNDS: the rounds
 * @FITS_SHARED: the value that both sides of a cell share, where they do
 * @FITS_LEAST: the least batch of cells that vary, in each round
 * @FITS_MOST: the greatest
 */
enum fits_of { FITS_ROUNDS, FITS_SHARED, FITS_LEAST, FITS_MOST };

/**
 * struct fits - the lines of one side, one a round
 * @x: @nr_sizes numbers of vCPUs
 * @y: @nr_sizes costs of the round at hand
 * @slopes: @nr of them, in unit/vCPU, each with its round
 * @fixed: @nr of them, in the unit
 * @costs: @nr times @nr_sizes costs
 * @of: what they go through
 */
struct fits {
	double *x;
	double *y;
	struct sample *slopes;
	struct sample *fixed;
	double *costs;
	enum fits_of of;
	size_t nr_sizes;
	size_t nr;
};

/** fits__usable() - can a cell be a point of a line? */
bool fits__usable(const struct compare_cell *cell);

/** fits__count() - cells from @first up to @end that can */
size_t fits__count(const struct compare_cell *first, const struct compare_cell *end);

/**
 * fits__create() - fit a line to every round of a side that has every size
 * @f: zeroed; to be freed with fits__free(), after an error too
 * @s: its cells are set, one of them usable
 * @of: what the lines go through; where a cell has none of these, its rounds
 *
 * Return: 0 or -ENOMEM.
 */
int fits__create(struct fits *f, const struct compare_slope *s, bool head, enum fits_of of);

/** fits__free() - free what @f holds, not @f itself */
void fits__free(struct fits *f);

#endif
