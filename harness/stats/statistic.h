/* SPDX-License-Identifier: GPL-2.0-only */
/* statistic.h - how far a row's sides are apart under a relabeling. */
#ifndef STATS_STATISTIC_H
#define STATS_STATISTIC_H

#include "relabel.h"

/**
 * struct stats_error - how well the difference of two means is known
 * @se: its standard error, in the unit of the row's values
 * @df: degrees of freedom of @se, the prior's included; may be infinite
 */
struct stats_error {
	double se;
	double df;
};

/** stats__error() - the standard error of a row as it was measured */
struct stats_error stats__error(const struct stats_family *f,
				const struct stats_row *row);

/**
 * stats__statistic() - a row's statistic under a relabeling
 * @l: the relabeling
 * @row: testable
 * @scale: of each side, what the prior's variance is to be multiplied with
 * @keep: factor of the statistic, for autocorrelation; 1 for none
 *
 * The mean difference over its standard error: of pairs that of one mean, otherwise
 * Welch's, in which each side has a variance of its own (Janssen, Studentized
 * permutation tests, 1997). Rows with few degrees of freedom have heavier tails than
 * others; so the statistic is turned into the normal variable of the same p.
 *
 * Return: 0 and up.
 */
double stats__statistic(const struct stats_labels *l, const struct stats_row *row,
			const double scale[2], double keep);

/** stats__z_of_t() - the normal variable with the same p as Student's t (Wallace 1959) */
double stats__z_of_t(double t, double df);

/** stats__t_of_z() - its inverse */
double stats__t_of_z(double z, double df);

#endif
