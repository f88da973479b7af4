/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stats.h - statistics: arrays in, numbers out. No files, no KVM, no global state.
 * Every number that goes in is finite, and so are the sums of their squares:
 * NaN has no place in an order, and ranks are what the tests count.
 *
 * The replicate is the round (a module swap or a boot), never the batch: the
 * batches of one round share a code layout and a heap, so they are not
 * independent and only serve to make the round's own value robust.
 */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/sample.h"

/* The verdicts, from best to worst: the worst of several is the largest. */
enum stats_verdict {
	STATS_SAME,
	STATS_IMPROVED,
	STATS_NOT_COVERED,
	STATS_INCONCLUSIVE,
	STATS_REGRESSED,
	STATS_INVALID,
};

#define STATS_EXACT_TOLERANCE	0.001	/* of 1: exact units, by default */
#define STATS_TIME_TOLERANCE	0.01	/* of 1: every other unit, by default */
#define STATS_SLOPE_FLOOR	0.5	/* exact units: unit/vCPU */
#define STATS_ALPHA		0.05	/* adjusted p below which times differ */

/**
 * struct stats_estimate - a number and what it may be
 * @value: the estimate; NaN when undefined
 * @low: lower end of its interval; NaN when undefined
 * @high: upper end; equal to @low when every round agrees
 */
struct stats_estimate {
	double value;
	double low;
	double high;
};

/**
 * struct stats_rule - how two sides are distinguished
 * @exact: values are counts that repeat exactly (assume=exact); otherwise
 *	   they are times, and noisy
 * @higher: more is better; otherwise less is
 * @tolerance: relative change that does not matter, 0.02 for 2 %
 */
struct stats_rule {
	bool exact;
	bool higher;
	double tolerance;
};

/**
 * struct stats_change - base against head
 * @base: the base's estimate
 * @head: the head's estimate
 * @diff: head/base for cells, head - base for slopes
 * @p: two-sided permutation p; NaN in exact units, where nothing is tested
 * @p_adjusted: @p corrected for every cell and slope of the comparison
 * @mde: smallest change that this run could have seen: relative for cells, 0.02
 *	 for 2 %, in unit/vCPU for slopes; NaN where the rounds do not suffice
 * @verdict: never STATS_INVALID or STATS_NOT_COVERED: only the reader of files knows
 */
struct stats_change {
	struct stats_estimate base;
	struct stats_estimate head;
	struct stats_estimate diff;
	double p;
	double p_adjusted;
	double mde;
	enum stats_verdict verdict;
};

/** stats__verdict_name() - the verdict as JSON and text spell it */
const char *stats__verdict_name(enum stats_verdict verdict);

/**
 * stats__median() - the median
 * @v: @n values, n > 0; sorted in place
 */
double stats__median(double *v, size_t n);

/**
 * stats__mode_or_median() - the most frequent value if it occurs twice or more
 * @v: @n values, n > 0; sorted in place
 *
 * The lowest of several equally frequent values is used: a disturbance (a timer
 * tick, a page fault) only ever adds to an exact count. When no value repeats,
 * the median is used.
 */
double stats__mode_or_median(double *v, size_t n);

/**
 * stats__exact() - estimate of an exact unit: mode-or-median, middle of the rounds
 * @v: @n rounds' values, n > 0; sorted in place
 * @counts: they are counts, to which disturbance only adds; otherwise they are
 *	    slopes, which it may turn either way
 *
 * The interval holds half of the rounds: of counts from the least to the median,
 * of slopes between the quartiles. The most disturbed round says nothing of how
 * well they repeat: with the extremes as ends, more rounds would make a wider
 * interval.
 */
struct stats_estimate stats__exact(double *v, size_t n, bool counts);

#endif
