/* SPDX-License-Identifier: GPL-2.0-only */
/* mixing.h - the noise of the sides once their rounds are mixed. */
#ifndef STATS_MIXING_H
#define STATS_MIXING_H

#include "row.h"

#define STATS_MIXED	100	/* rows of a kind whose noise is looked at */

/**
 * struct stats_mixed - rows of one kind, without what their sides differ by
 * @v: @nr times as many values as there are rounds, each row's of one variance
 * @nr: how many
 * @s2: of both sides, their variances as measured, added up
 * @k3: Fisher's unbiased third cumulants, added up
 * @k4: his fourth
 * @k3_squares: the squares of @k3's parts, added up
 * @k4_squares: of @k4's
 */
struct stats_mixed {
	double *v;
	size_t nr;
	double s2[2];
	double k3[2];
	double k4[2];
	double k3_squares[2];
	double k4_squares[2];
};

/**
 * struct stats_mixing - of each kind
 * @kinds: @nr of them
 *
 * Where one side is noisier than the other, a relabeling gives each side some of the
 * noisy rounds: then the prior of neither side is what was measured.
 */
struct stats_mixing {
	struct stats_mixed *kinds;
	size_t nr;
};

/**
 * stats__mixing_create() - take up to STATS_MIXED rows of each kind
 * @m: zeroed; to be freed with stats__mixing_free(), after an error too
 * @f: independent sides; its rows' values are residuals, and their spreads are known
 *
 * Return: 0 or -ENOMEM.
 */
int stats__mixing_create(struct stats_mixing *m, const struct stats_family *f);

/** stats__mixing_free() - free what @m holds, not @m itself */
void stats__mixing_free(struct stats_mixing *m);

#endif
