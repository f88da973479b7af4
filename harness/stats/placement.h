/* SPDX-License-Identifier: GPL-2.0-only */
/* placement.h - where a sequence steps, once it is certain that it does. */
#ifndef STATS_PLACEMENT_H
#define STATS_PLACEMENT_H

#include <stddef.h>

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

#endif
