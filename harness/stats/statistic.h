/* SPDX-License-Identifier: GPL-2.0-only */
/* statistic.h - how well the difference of a row's sides is known. */
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
 * stats__freedom() - degrees of freedom of a row's statistic under a relabeling
 * @row: testable
 * @sum: of the values that are the head's now; not looked at of pairs
 * @squares: of their squares; the same
 * @scale: of each side, what the prior's variance is to be multiplied with
 *
 * Of independent sides each has a variance of its own, and what is known of both
 * depends on which is larger (Welch; Janssen, Studentized permutation tests, 1997).
 *
 * Return: above 0; may be infinite.
 */
double stats__freedom(const struct stats_family *f, const struct stats_row *row, double sum,
		      double squares, const double scale[2]);

/**
 * stats__prior_freedom() - degrees of freedom of the part that other rows' noise has in
 * the standard error of a row with independent sides
 *
 * Return: infinite where the prior has no part.
 */
double stats__prior_freedom(const struct stats_row *row);

/**
 * stats__cautious_p() - a row's p by Welch's t test, which relies on its own rounds
 * @row: of independent sides
 * @differ: of their means
 *
 * The variance of a side is what its rounds or what the other rows show, whichever is
 * larger; its degrees of freedom are its own.
 */
double stats__cautious_p(const struct stats_row *row, double differ);

/** stats__z_of_t() - the normal variable with the same p as Student's t (Wallace 1959) */
double stats__z_of_t(double t, double df);

/** stats__t_of_z() - its inverse */
double stats__t_of_z(double z, double df);

/** stats__least_freedom() - what stats__freedom() is at least, in any relabeling */
double stats__least_freedom(const struct stats_family *f, const struct stats_row *row);

#endif
