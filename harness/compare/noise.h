/* SPDX-License-Identifier: GPL-2.0-only */
/* noise.h - a kernel against itself: the changes that a machine shows when there are none. */
#ifndef COMPARE_NOISE_H
#define COMPARE_NOISE_H

#include "compare.h"

#define NOISE_DIVISIONS	100
#define NOISE_SCHEMA	"vcpuscale-noise/1"

/**
 * struct noise_cell - one cell's
 * @cell: in the comparison of the two runs as they are
 * @floor: 95th percentile of |ratio - 1| over the divisions; NaN without any
 */
struct noise_cell {
	const struct compare_cell *cell;
	double floor;
};

/**
 * struct noise - an A/A
 * @c: the two runs as they were measured
 * @cells: as many as @c has
 * @divisions: comparisons that were made, that of @c is the first
 * @alarms: those of them in which a cell or a slope was called changed
 */
struct noise {
	struct comparison *c;
	struct noise_cell *cells;
	unsigned int divisions;
	unsigned int alarms;
};

/**
 * noise__measure() - divide the rounds of two runs of one kernel again and again
 * @a: a run
 * @b: another run of the same kernel, which must outlive @out as @a must
 * @out: to be freed with noise__free(); untouched on error
 *
 * Each division deals the rounds of both out to two sides of as many, and compares
 * them. No division is made twice as long as there are others.
 *
 * Return: 0, -EINVAL (two kernels, or not comparable) or -ENOMEM.
 */
int noise__measure(const struct results *a, const struct results *b,
		   const struct compare_options *options, struct noise **out,
		   struct why *why);

/** noise__free() - NULL is allowed */
void noise__free(struct noise *n);

/**
 * noise__find() - the newest stored A/A of the machine that @r was measured on
 * @dir: holds noise/<base>/<kernel>/<testbed>/<run>.noise, see results/store.h
 * @out: filled in; @out->run is empty when there is none; to be freed with
 *	 noise__forget()
 *
 * It is of the same testbed, machine, CPU and base. One that cannot be read, or is
 * too large for memory, is passed over.
 */
void noise__find(const char *dir, const struct results *r,
		 struct compare_noise *out);

/** noise__forget() - free what @n holds, not @n itself */
void noise__forget(struct compare_noise *n);

#endif
