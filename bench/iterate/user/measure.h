/* SPDX-License-Identifier: GPL-2.0-only */
/* measure.h - go through the cells and print samples. */
#ifndef ITERATE_MEASURE_H
#define ITERATE_MEASURE_H

#include <stdbool.h>
#include <stdio.h>

#include "form.h"

#define MEASURE_MAX_SIZES	64

/**
 * struct measure - what the user asked for
 * @form:	who walks
 * @bench:	glob of benchmarks
 * @cells:	file with cells, a name a line; NULL for all that match
 * @sizes:	@nr_sizes numbers of objects
 * @rounds:	how often; each with memory and a shuffle of its own
 * @insns:	the clock counts instructions
 * @stream:	samples alone, each cell announced first
 * @counts:	valgrind counts, or a watcher of all instructions, and nothing is printed
 * @list:	list the benchmarks
 * @out:	where samples go
 */
struct measure {
	const struct form *form;
	const char *bench;
	const char *cells;
	unsigned int sizes[MEASURE_MAX_SIZES];
	unsigned int nr_sizes;
	unsigned int rounds;
	bool insns, stream, counts, list;
	FILE *out;
};

/**
 * measure__all() - all cells that match, the kinds interleaved batch by batch
 *
 * Return: 0 or a negative errno.
 */
int measure__all(const struct measure *m);

/** measure__cells() - the cells of a file, in its order */
int measure__cells(const struct measure *m);

#endif
