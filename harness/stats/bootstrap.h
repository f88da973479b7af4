/* SPDX-License-Identifier: GPL-2.0-only */
/* bootstrap.h - the percentile bootstrap of medians, their ratio and their difference. */
#ifndef STATS_BOOTSTRAP_H
#define STATS_BOOTSTRAP_H

#include "stats.h"

#define STATS_RESAMPLES	2000

/**
 * struct stats_resamples - how often each round is in each bootstrap resample
 * @n: rounds that are resampled
 * @nr: resamples: STATS_RESAMPLES, fewer of more than 500 rounds or 200 cells
 * @counts: @nr x @n
 */
struct stats_resamples {
	size_t n;
	size_t nr;
	unsigned char *counts;
};

/**
 * stats__resample() - prepare the percentile bootstrap
 * @r: zeroed or of an earlier call; to be freed with stats__resamples_free()
 * @n: rounds, > 0
 * @cells: > 0: how many it will serve: of more than 200, fewer resamples
 * @seed: of GSL's mt19937: the same seed gives the same resamples everywhere
 *
 * It depends on n alone, so every cell of a comparison shares one table.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__resample(struct stats_resamples *r, size_t n, size_t cells,
		    unsigned long seed);

/** stats__resamples_free() - free the table, not @r itself */
void stats__resamples_free(struct stats_resamples *r);

/**
 * stats__bootstrap() - medians, their ratio or difference, and 95 % intervals
 * @base: rounds' values, as many as @rb was made for
 * @head: the same for @rh; with @rb itself, round i of both is drawn together
 * @ratio: diff is head/base, otherwise head - base
 * @out: base, head and diff are filled in; Efron's percentile interval from the
 *	 2.5 % to the 97.5 % point
 *
 * Return: 0 or -ENOMEM.
 */
int stats__bootstrap(const double *base, const struct stats_resamples *rb,
		     const double *head, const struct stats_resamples *rh,
		     bool ratio, struct stats_change *out);

#endif
