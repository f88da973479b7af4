// SPDX-License-Identifier: GPL-2.0-only
/* change.c - one cell or slope of two sides, and the verdict on it. */
#include "change.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

/* Head costs more, or less: whether that is good is the unit's to say. */
static enum stats_verdict more(const struct stats_rule *rule)
{
	return rule->higher ? STATS_IMPROVED : STATS_REGRESSED;
}

static enum stats_verdict less(const struct stats_rule *rule)
{
	return rule->higher ? STATS_REGRESSED : STATS_IMPROVED;
}

/* Exact: the whole interval of the change lies on one side of the tolerance. */
static enum stats_verdict judge_exact(const struct stats_rule *rule,
				      const struct stats_estimate *diff,
				      double none, double tolerance)
{
	if (diff->low > none + tolerance)
		return more(rule);
	if (diff->high < none - tolerance)
		return less(rule);
	if (diff->low >= none - tolerance && diff->high <= none + tolerance)
		return STATS_SAME;
	return STATS_INCONCLUSIVE;
}

/*
 * Times: the change must be significant among all of the comparison, its interval
 * exclude none, and it must be large enough to matter.
 */
static enum stats_verdict judge_times(const struct stats_rule *rule,
				      const struct stats_change *c, double none,
				      double tolerance, bool enough)
{
	bool real = c->p_adjusted < STATS_ALPHA;

	/* The interval of a few rounds is far too narrow, even for "same". */
	if (!enough)
		return STATS_INCONCLUSIVE;

	if (real && c->diff.low > none && c->diff.value >= none + tolerance)
		return more(rule);
	if (real && c->diff.high < none && c->diff.value <= none - tolerance)
		return less(rule);
	if (c->diff.low >= none - tolerance && c->diff.high <= none + tolerance)
		return STATS_SAME;
	return STATS_INCONCLUSIVE;
}

static bool is_point(const struct stats_estimate *e, double value)
{
	return e->low == value && e->high == value;
}

static int measure(const struct stats_rule *rule, bool cell, double *base,
		   size_t nb, double *head, size_t nh,
		   const struct stats_resamples *rb,
		   const struct stats_resamples *rh, struct stats_change *out)
{
	out->p = out->p_adjusted = out->mde = NAN;
	out->verdict = STATS_INCONCLUSIVE;
	if (!rule->exact)
		return stats__bootstrap(base, rb, head, rh, cell, out);
	out->base = stats__exact(base, nb, cell);
	out->head = stats__exact(head, nh, cell);
	return 0;
}

/* A ratio needs a base above zero; without one only equality can be judged. */
static void cell_without_ratio(struct stats_change *out)
{
	out->diff = (struct stats_estimate){ NAN, NAN, NAN };
	out->verdict = is_point(&out->base, out->base.value) &&
		       is_point(&out->head, out->base.value) ?
		       STATS_SAME : STATS_INCONCLUSIVE;
}

int stats__cell(const struct stats_rule *rule, double *base, size_t nb,
		double *head, size_t nh, const struct stats_resamples *rb,
		const struct stats_resamples *rh, struct stats_change *out)
{
	int err = measure(rule, true, base, nb, head, nh, rb, rh, out);

	if (err)
		return err;
	if (gsl_stats_min(base, 1, nb) <= 0 || gsl_stats_min(head, 1, nh) < 0) {
		cell_without_ratio(out);
	} else if (rule->exact) {
		out->diff.value = out->head.value / out->base.value;
		out->diff.low = out->head.low / out->base.high;
		out->diff.high = out->head.high / out->base.low;
		/* A head like the base, times this, would be called changed. */
		out->mde = (1 + rule->tolerance) *
			   out->base.high / out->base.low - 1;
		out->verdict = judge_exact(rule, &out->diff, 1, rule->tolerance);
	}
	return 0;
}

/* A change below the tolerance is never reported, so no mde is; NaN stays. */
static double at_least(double mde, double tolerance)
{
	return mde < tolerance ? tolerance : mde;
}

void stats__judge_cell(const struct stats_rule *rule, bool enough,
		       struct stats_change *c)
{
	if (isnan(c->diff.value))
		return;
	c->mde = at_least(c->mde, rule->tolerance);
	c->verdict = judge_times(rule, c, 1, rule->tolerance, enough);
}

static double slope_tolerance(const struct stats_rule *rule,
			      const struct stats_change *c, double floor)
{
	return fmax(floor, rule->tolerance * fabs(c->base.value));
}

int stats__slope(const struct stats_rule *rule, double *base, size_t nb,
		 double *head, size_t nh, const struct stats_resamples *rb,
		 const struct stats_resamples *rh, double floor,
		 struct stats_change *out)
{
	int err = measure(rule, false, base, nb, head, nh, rb, rh, out);

	if (err || !rule->exact)
		return err;
	out->diff.value = out->head.value - out->base.value;
	/* Ends of disjoint intervals: their gap is the least that it changed. */
	out->diff.low = out->head.low - out->base.high;
	out->diff.high = out->head.high - out->base.low;
	out->mde = slope_tolerance(rule, out, floor) +
		   out->base.high - out->base.low;
	out->verdict = judge_exact(rule, &out->diff, 0,
				   slope_tolerance(rule, out, floor));
	return 0;
}

void stats__judge_slope(const struct stats_rule *rule, bool enough,
			double floor, struct stats_change *c)
{
	double tolerance = slope_tolerance(rule, c, floor);

	c->mde = at_least(c->mde, tolerance);
	c->verdict = judge_times(rule, c, 0, tolerance, enough);
}

void stats__widen(struct stats_estimate *e, double effective, bool ratio)
{
	if (ratio && e->low > 0) {
		e->low = e->value * pow(e->low / e->value, 1 / effective);
		e->high = e->value * pow(e->high / e->value, 1 / effective);
	} else {
		e->low = e->value - (e->value - e->low) / effective;
		e->high = e->value + (e->high - e->value) / effective;
	}
}
