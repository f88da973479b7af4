/* SPDX-License-Identifier: GPL-2.0-only */
/* prior.h - the variance and autocorrelation that the rows of a comparison share. */
#ifndef STATS_PRIOR_H
#define STATS_PRIOR_H

#include "row.h"

#define STATS_MIN_PRIOR	4	/* rows to learn a common variance from */

/**
 * stats__moderate() - let rows of a kind learn their variance from each other
 * @f: its rows have df and s2; prior_df and prior_s2 are filled in, of each side
 *
 * Smyth, Linear models and empirical Bayes methods (2004), section 6.2: the
 * variances of the rows have a scaled inverse chi-squared distribution, whose
 * parameters are fitted by the moments of their logarithms. Rows that differ much
 * in noise keep their own variance.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__moderate(struct stats_family *f);

/**
 * stats__effective_fraction() - what part of a statistic autocorrelation leaves
 * @n: rounds
 * @rho: correlation of neighbours, < 1
 *
 * The mean of n rounds of an autoregressive process is known as well as that of
 * n' = n / (1 + 2 sum (1 - k/n) rho^k) independent ones (Bayley and Hammersley
 * 1946), and their variance is seen too small by as much.
 *
 * Return: 0 to 1.
 */
double stats__effective_fraction(size_t n, double rho);

/**
 * stats__autocorrelation() - of neighbouring rounds, over all rows
 * @f: its rows hold what is left without their means; NaN where nothing was
 *
 * The first sample autocorrelation, freed of its bias, averaged over the rows.
 * In full where it is significant, otherwise what it exceeds its standard error by.
 *
 * Return: 0 to 0.95.
 */
double stats__autocorrelation(const struct stats_family *f);

#endif
