/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * counts.h - under valgrind a batch is one walk, whose counts are written out
 * under the cell's name.
 */
#ifndef ITERATE_COUNTS_H
#define ITERATE_COUNTS_H

/* The caches that are simulated; iterate.sh asks valgrind for the same. */
#define COUNTS_LL_SIZE	(4 << 20)

/** counts__cell() - name of the cell that is measured */
extern char counts__cell[128];

#endif
