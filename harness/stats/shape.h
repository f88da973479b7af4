/* SPDX-License-Identifier: GPL-2.0-only */
/* shape.h - what noise that is skewed or has long tails does to a difference of means. */
#ifndef STATS_SHAPE_H
#define STATS_SHAPE_H

#include "mixing.h"

/**
 * struct stats_shape - of the difference of two means, head less base
 * @skew: third cumulant over the standard deviation's cube, without its sign; 0 of a
 *	  normal. One tail of the difference is longer by it, and the other one of the
 *	  difference over its own standard error, which is small where all values are
 * @kurtosis: fourth over its fourth power, less what goes with @skew; 0 and up
 */
struct stats_shape {
	double skew;
	double kurtosis;
};

/**
 * stats__shape() - of a row, by what all rows show
 * @m: of its kind, and of others: lines have the noise of the cells that they go through
 *
 * Of a few rounds nobody sees a shape, of a few rounds of 50 cells one does. What is
 * within a standard error does not count: where one row is all there is, the shape
 * is a normal's.
 */
struct stats_shape stats__shape(const struct stats_mixing *m, const struct stats_row *row);

/**
 * stats__as_normal() - a statistic as a normal's of the same p
 * @z: 0 and up, as if the difference of means were normal
 *
 * Wilson and Hilferty's approximation (1931) of a gamma distribution for the skew,
 * Student's t of the same kurtosis for the tails. A statistic is never enlarged.
 *
 * Return: 0 and up.
 */
double stats__as_normal(const struct stats_shape *shape, double z);

/** stats__as_shaped() - its inverse: exceeded as often as a normal exceeds @z */
double stats__as_shaped(const struct stats_shape *shape, double z);

#endif
