// SPDX-License-Identifier: GPL-2.0-only
/* change.c - one cell or slope of two sides, and the verdict on it. */
#include "change.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define ENOUGH	4	/* rounds a side: of 70 orders of 8, 2 are as extreme */

/* Head costs more, or less: whether that is good is the unit's to say. */
static enum stats_verdict more(const struct stats_rule *rule)
{
	return rule->higher ? STATS_IMPROVED : STATS_REGRESSED;
}

static enum stats_verdict less(const struct stats_rule *rule)
{
	return rule->higher ? STATS_REGRESSED : STATS_IMPROVED;
}

/* Exact: the change lies on one side of the tolerance. */
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
 * What is not exact: the change must be significant among all of the comparison,
 * its interval exclude none, and it must be large enough to matter.
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

static int measure(const struct stats_rule *rule, bool ratio,
		   struct stats_sides *s, struct stats_ranks *ranks,
		   struct stats_change *out)
{
	const struct stats_shift shift = {
		.base = s->base, .nb = s->nb, .head = s->head, .nh = s->nh,
		.paired = s->paired, .ratio = ratio,
	};
	int err = 0;

	out->p = out->p_adjusted = out->mde = NAN;
	out->diff = (struct stats_estimate){ NAN, NAN, NAN };
	out->verdict = STATS_INCONCLUSIVE;
	/* Before the values are sorted, for pairs are in the order of rounds. */
	if (!rule->exact)
		err = stats__shift(&shift, ranks, &out->diff);
	out->base = stats__location(s->base, s->nb);
	out->head = stats__location(s->head, s->nh);
	if (rule->exact) {
		out->base.low = out->base.high = out->base.value;
		out->head.low = out->head.high = out->head.value;
	}
	return err;
}

static bool is_constant(const double *v, size_t n)
{
	return gsl_stats_min(v, 1, n) == gsl_stats_max(v, 1, n);
}

/*
 * A ratio needs a base above zero, and its logarithm a head above it. Without, only
 * numbers that are the same in every round can be judged, and that they differ takes
 * ENOUGH rounds of times.
 */
static void judge_constant(const struct stats_rule *rule, const struct stats_sides *s,
			   struct stats_change *out)
{
	bool enough = rule->exact || (s->nb >= ENOUGH && s->nh >= ENOUGH);

	out->verdict = STATS_INCONCLUSIVE;
	if (!is_constant(s->base, s->nb) || !is_constant(s->head, s->nh))
		return;
	if (s->base[0] == s->head[0])
		out->verdict = STATS_SAME;
	else if (enough)
		out->verdict = s->head[0] > s->base[0] ? more(rule) : less(rule);
}

int stats__cell(const struct stats_rule *rule, struct stats_sides *s,
		struct stats_ranks *ranks, struct stats_change *out)
{
	bool defined = gsl_stats_min(s->base, 1, s->nb) > 0 &&
		       gsl_stats_min(s->head, 1, s->nh) >= 0;
	int err = measure(rule, defined, s, ranks, out);

	if (err)
		return err;
	if (!defined || (!rule->exact && gsl_stats_min(s->head, 1, s->nh) <= 0)) {
		out->diff = (struct stats_estimate){ NAN, NAN, NAN };
		judge_constant(rule, s, out);
	} else if (rule->exact) {
		out->diff.value = out->head.value / out->base.value;
		out->diff.low = out->diff.high = out->diff.value;
		out->mde = rule->tolerance;
		out->verdict = judge_exact(rule, &out->diff, 1, rule->tolerance);
	}
	return 0;
}

/* A change below the tolerance is never reported, so no mde is; NaN stays. */
static double at_least(double mde, double tolerance)
{
	return mde < tolerance ? tolerance : mde;
}

void stats__judge_cell(const struct stats_rule *rule, bool enough, double floor,
		       struct stats_change *c)
{
	if (isnan(c->diff.value))
		return;
	c->mde = at_least(c->mde, fmax(rule->tolerance, floor));
	c->verdict = judge_times(rule, c, 1, rule->tolerance, enough);
	if (c->verdict != STATS_SAME && fabs(c->diff.value - 1) <= floor)
		c->verdict = STATS_INCONCLUSIVE;
}

static double slope_tolerance(const struct stats_rule *rule,
			      const struct stats_change *c, double floor)
{
	return fmax(floor, rule->tolerance * fabs(c->base.value));
}

int stats__slope(const struct stats_rule *rule, struct stats_sides *s,
		 struct stats_ranks *ranks, double floor,
		 struct stats_change *out)
{
	int err = measure(rule, false, s, ranks, out);

	if (err || !rule->exact)
		return err;
	out->diff.value = out->head.value - out->base.value;
	out->diff.low = out->diff.high = out->diff.value;
	out->mde = slope_tolerance(rule, out, floor);
	out->verdict = judge_exact(rule, &out->diff, 0, out->mde);
	return 0;
}

void stats__judge_slope(const struct stats_rule *rule, bool enough, double floor,
			double bound, struct stats_change *c)
{
	double tolerance = slope_tolerance(rule, c, floor);

	c->mde = at_least(c->mde, fmax(tolerance, bound));
	c->verdict = judge_times(rule, c, 0, tolerance, enough);
	if (c->verdict != STATS_SAME && fabs(c->diff.value) <= bound)
		c->verdict = STATS_INCONCLUSIVE;
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
