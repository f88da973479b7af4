/* SPDX-License-Identifier: GPL-2.0-only */
/* block.h - relabelings side by side: a row is looked at in many of them at once. */
#ifndef STATS_BLOCK_H
#define STATS_BLOCK_H

#include "mixing.h"
#include "relabel.h"

#define STATS_BLOCK	256	/* relabelings; a number that the compiler can count on */

/**
 * struct stats_block - some relabelings of a family
 * @f: the family
 * @n: how many of STATS_BLOCK are in use
 * @weight: of unit i in relabeling k, at [i * STATS_BLOCK + k]: of pairs the sign;
 *	    otherwise 1 if the round is the head's, and 0 if not
 * @order: of sides, struct stats_labels' order of relabeling k at [k * units]
 * @scale: of each kind and side: by how much a relabeling changes the variance that
 *	   was measured, see struct stats_mixing
 * @sum: of the row at hand: of the values, with their weight
 * @squares: of sides: of the squares of those that are the head's
 * @t2: the statistic's square before it is turned into a normal's: never below z^2
 */
struct stats_block {
	const struct stats_family *f;
	size_t n;
	double *weight;
	unsigned int *order;
	double (*scale)[2][STATS_BLOCK];
	double sum[STATS_BLOCK];
	double squares[STATS_BLOCK];
	double t2[STATS_BLOCK];
};

/**
 * stats__block_create() - room for relabelings
 * @b: zeroed; to be freed with stats__block_free(), after an error too
 * @kinds: of rows in @f
 *
 * Return: 0 or -ENOMEM.
 */
int stats__block_create(struct stats_block *b, const struct stats_family *f, size_t kinds);

/**
 * stats__block_fill() - take the next relabelings
 * @l: the labels; the first that is taken is what they are now, if @turn is 0
 * @m: what the scales follow from
 * @turn: how many were taken before
 * @total: how many there are
 *
 * Return: false if there are no more.
 */
bool stats__block_fill(struct stats_block *b, struct stats_labels *l,
		       const struct stats_mixing *m, size_t turn, size_t total);

/** stats__block_look() - set t2 of every relabeling for @row, which is testable */
void stats__block_look(struct stats_block *b, const struct stats_row *row);

/** stats__block_z() - the statistic of the row that was looked at, as a normal's */
double stats__block_z(const struct stats_block *b, const struct stats_row *row, size_t k);

/** stats__block_free() - free what @b holds, not @b itself */
void stats__block_free(struct stats_block *b);

#endif
