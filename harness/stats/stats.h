/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Statistics: arrays in, numbers out. No files, no KVM, no global state.
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

/* The verdicts, from best to worst: the worst of several is the largest. */
enum stats_verdict {
	STATS_SAME,
	STATS_IMPROVED,
	STATS_INCONCLUSIVE,
	STATS_REGRESSED,
	STATS_INVALID,
};

#define STATS_EXACT_TOLERANCE	0.001	/* of 1: exact units, by default */
#define STATS_TIME_TOLERANCE	0.01	/* of 1: every other unit, by default */
#define STATS_SLOPE_FLOOR	0.5	/* exact units: unit/vCPU */
#define STATS_ALPHA		0.05	/* adjusted p below which times differ */
#define STATS_MIN_SIZES		3	/* two points are always on a line */
#define STATS_RESAMPLES		2000
#define STATS_LINE_RANGE	0.05	/* misfit as a part of the range */
#define STATS_LINE_NOISE	0.10	/* the same, if it may be noise */
#define STATS_LINE_ALPHA	0.01	/* p below which it is not noise */

/**
 * struct stats_sample - one batch
 * @value: mean cost of an op in this batch, in the unit of the array it is in
 * @round: the round that it was taken in
 */
struct stats_sample {
	double value;
	unsigned int round;
};

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
 * struct stats_rule - how two sides are told apart
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
 * struct stats_line - cost = fixed + slope x vCPUs
 * @fixed: cost at 0 vCPUs, in the unit
 * @slope: cost of one more vCPU, in unit/vCPU
 */
struct stats_line {
	double fixed;
	double slope;
};

/**
 * struct stats_change - base against head
 * @base: the base's estimate
 * @head: the head's estimate
 * @diff: of cells head/base, of slopes head - base
 * @p: two-sided permutation p; NaN in exact units, where nothing is tested
 * @p_adjusted: @p corrected for every cell and slope of the comparison
 * @mde: smallest change that this run could have seen: of cells relative, 0.02
 *	 for 2 %, of slopes in unit/vCPU; NaN where it saw too little to tell
 * @verdict: never STATS_INVALID: only who read the file can tell that
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

/** stats__verdict_name - the verdict as JSON and text spell it */
const char *stats__verdict_name(enum stats_verdict verdict);

/**
 * stats__median - the median
 * @v: @n values, n > 0; sorted in place
 */
double stats__median(double *v, size_t n);

/**
 * stats__mode_or_median - the most frequent value if it occurs twice or more
 * @v: @n values, n > 0; sorted in place
 *
 * Of several equally frequent values the lowest: what disturbs an exact count
 * (a timer tick, a page fault) only ever adds to it. When no value repeats,
 * the median.
 */
double stats__mode_or_median(double *v, size_t n);

/**
 * stats__by_round - reduce batches to one value a round
 * @s: @n batches, sorted by round
 * @exact: take the least of a round's batches, otherwise their median
 * @scratch: room for @n values, clobbered
 * @out: room for @n values: the rounds' values, in the order of @s
 *
 * Where instructions are counted, whatever disturbs a batch (a timer tick, work
 * that was put off) adds to its count: the least disturbed batch is the least.
 *
 * Return: the number of rounds.
 */
size_t stats__by_round(const struct stats_sample *s, size_t n, bool exact,
		       double *scratch, struct stats_sample *out);

/**
 * stats__exact - estimate of an exact unit: mode-or-median, middle of the rounds
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

/**
 * stats__cell - compare one cell
 * @rule: how
 * @base: @nb > 0 rounds' values; sorted in place in exact units
 * @head: @nh > 0 rounds' values; the same
 * @rb: resamples of @nb; unused and may be NULL in exact units
 * @rh: resamples of @nh; of pairs @rb itself
 * @out: diff is the ratio head/base, and undefined unless the base is above 0.
 *	 Times are inconclusive until stats__judge_cell()
 *
 * Return: 0 or -ENOMEM.
 */
int stats__cell(const struct stats_rule *rule, double *base, size_t nb,
		double *head, size_t nh, const struct stats_resamples *rb,
		const struct stats_resamples *rh, struct stats_change *out);

/**
 * stats__judge_cell - the verdict on a cell of times
 * @enough: rounds, to tell anything
 * @c: p_adjusted is set
 */
void stats__judge_cell(const struct stats_rule *rule, bool enough,
		       struct stats_change *c);

/**
 * stats__slope - compare the slopes of one benchmark
 * @rule: how
 * @base: @nb > 0 rounds' slopes; sorted in place in exact units
 * @head: @nh > 0 rounds' slopes; the same
 * @rb: as in stats__cell()
 * @rh: as in stats__cell()
 * @floor: difference that does not matter however small the slopes are, in
 *	   unit/vCPU
 * @out: diff is the difference head - base in unit/vCPU. Times are inconclusive
 *	 until stats__judge_slope()
 *
 * Return: 0 or -ENOMEM.
 */
int stats__slope(const struct stats_rule *rule, double *base, size_t nb,
		 double *head, size_t nh, const struct stats_resamples *rb,
		 const struct stats_resamples *rh, double floor,
		 struct stats_change *out);

/** stats__judge_slope - as stats__judge_cell(), @floor as in stats__slope() */
void stats__judge_slope(const struct stats_rule *rule, bool enough,
			double floor, struct stats_change *c);

/**
 * stats__widen - make an interval that took rounds for independent honest
 * @e: its ends move away from its value
 * @kept: see struct stats_family; above 0
 * @ratio: move them by a factor
 */
void stats__widen(struct stats_estimate *e, double kept, bool ratio);

/* stats-line.c */

/**
 * stats__fit - a line through points, robustly
 * @x: @n abscissae, all different
 * @y: @n ordinates
 * @line: filled in
 *
 * Theil and Sen's median of the slopes between any two points, each weighted with
 * their distance (Sievers 1978): sizes double, and the slope from 1 to 2 vCPUs is
 * all noise. The fixed part is the median of what is left.
 *
 * Return: 0 or -ENOMEM.
 */
int stats__fit(const double *x, const double *y, size_t n,
	       struct stats_line *line);

/**
 * stats__misfit - how far points are from a line, as a part of its range
 * @x: @n > 1 abscissae in rising order
 * @y: @n ordinates
 * @flat: part of the largest cost below which no residual is a misfit, for a flat
 *	  line has no range to compare with
 * @misfit: the largest residual, or how far the best parabola is from its chord if
 *	    that is more: 0 and up, infinite for a flat line that is missed. Above
 *	    STATS_LINE_RANGE the points are not on a line, and a parabola's slope at
 *	    one end is more than one and a half times that at the other
 *
 * Return: 0 or -ENOMEM.
 */
int stats__misfit(const double *x, const double *y, size_t n,
		  struct stats_line line, double flat, double *misfit);

/**
 * stats__lack_of_fit - is it by chance that rounds are not on a line?
 * @x: @k abscissae > 0
 * @y: @n rounds of @k ordinates
 * @p: small if x^2 or log x explains what a line leaves, in round after round: t
 *     tests of both contrasts, times two (Bonferroni); NaN of fewer than 3 rounds
 *
 * Return: 0 or -ENOMEM.
 */
int stats__lack_of_fit(const double *x, size_t k, const double *y, size_t n,
		       double *p);

/* stats-boot.c */

/**
 * stats__resample - prepare the percentile bootstrap
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

/** stats__resamples_free - free the table, not @r itself */
void stats__resamples_free(struct stats_resamples *r);

/**
 * stats__bootstrap - medians, their ratio or difference, and 95 % intervals
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
