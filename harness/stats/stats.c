// SPDX-License-Identifier: GPL-2.0-only
/* stats.c - medians, and the estimate of counts that repeat. */
#include "stats.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

const char *stats__verdict_name(enum stats_verdict verdict)
{
	static const char * const names[] = {
		[STATS_SAME]		= "same",
		[STATS_IMPROVED]	= "improved",
		[STATS_NOT_COVERED]	= "not-covered",
		[STATS_INCONCLUSIVE]	= "inconclusive",
		[STATS_REGRESSED]	= "regressed",
		[STATS_INVALID]		= "invalid",
	};

	return names[verdict];
}

double stats__median(double *v, size_t n)
{
	gsl_sort(v, 1, n);
	return gsl_stats_median_from_sorted_data(v, 1, n);
}

double stats__mode_or_median(double *v, size_t n)
{
	size_t i, run = 0, best_run = 1;
	double best;

	best = stats__median(v, n);
	for (i = 0; i < n; i++) {
		run = i && v[i] == v[i - 1] ? run + 1 : 1;
		if (run > best_run) {
			best_run = run;
			best = v[i];
		}
	}
	return best;
}

struct stats_estimate stats__exact(double *v, size_t n, bool counts)
{
	struct stats_estimate e;

	e.value = stats__mode_or_median(v, n);
	if (counts) {
		e.low = v[0];
		e.high = gsl_stats_median_from_sorted_data(v, 1, n);
	} else {
		e.low = gsl_stats_quantile_from_sorted_data(v, 1, n, 0.25);
		e.high = gsl_stats_quantile_from_sorted_data(v, 1, n, 0.75);
	}
	e.low = fmin(e.low, e.value);
	e.high = fmax(e.high, e.value);
	return e;
}
