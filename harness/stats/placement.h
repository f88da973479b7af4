/* SPDX-License-Identifier: GPL-2.0-only */
/* placement.h - where a sequence steps, once it is certain that it does. */
#ifndef STATS_PLACEMENT_H
#define STATS_PLACEMENT_H

#include <stddef.h>

#define STATS_NEAR	15	/* values around the step that say nothing of the noise */

/**
 * stats__place() - the most likely first value behind a step
 * @v: @n values
 * @at: about where the step is
 * @rho: correlation of a value's noise with the next one's, 0 to below 1
 * @least: values on either side
 * @work: room for @n values
 *
 * A test of ranks says well that there is a step, and less well where: of two modes the
 * rarer one looks like the other side's. So the density of the noise is estimated from
 * what is farther away (a kernel estimate, Silverman 1986), levels are medians, and the
 * step is put where the likelihood is largest. With few values it stays where it is.
 *
 * Return: index of the first value behind the step.
 */
size_t stats__place(const double *v, size_t n, size_t at, double rho, size_t least,
		    double *work);

/** stats__place_reach() - how far from @at a step of @n values may be put */
size_t stats__place_reach(size_t n, size_t at);

/**
 * stats__place_add() - how likely each place is, of one sequence of several
 * @likely: 2 * STATS_NEAR + 1 logarithms, of the places from @at less the reach on; what
 *	    this sequence says is added
 */
void stats__place_add(const double *v, size_t n, size_t at, double rho, double *work,
		      double *likely);

/** stats__place_best() - the likeliest of these places, @least values from either end */
size_t stats__place_best(size_t n, size_t at, size_t least, const double *likely);

#endif
