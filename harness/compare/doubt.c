// SPDX-License-Identifier: GPL-2.0-only
/* doubt.c - why a cell, a slope or a fixed cost is inconclusive. */
#include "doubt.h"

#include <math.h>

#include "repeats.h"
#include "stats/family.h"

const char *doubt__name(enum doubt doubt)
{
	static const char * const names[DOUBT_KINDS] = {
		[DOUBT_NOISE] = "noise",
		[DOUBT_ROUNDS] = "rounds",
		[DOUBT_MIXTURE] = "mixture",
		[DOUBT_SHARED] = "shared",
	};

	return names[doubt];
}

/*
 * Why a test did not decide. Where it found a change, it is the batches that did not
 * show it.
 */
static enum doubt of_test(const struct comparison *c, const struct stats_change *change,
			  size_t nr_base, size_t nr_head, bool mixture)
{
	size_t least = stats__least_rounds(c->paired);

	if (change->p_adjusted < STATS_ALPHA && mixture)
		return DOUBT_MIXTURE;
	return nr_base < least || nr_head < least ? DOUBT_ROUNDS : DOUBT_NOISE;
}

enum doubt doubt__of_cell(const struct comparison *c, const struct compare_cell *cell)
{
	if (cell->change.verdict != STATS_INCONCLUSIVE)
		return DOUBT_NONE;
	if (!isnan(cell->shared))
		return DOUBT_SHARED;
	return of_test(c, &cell->change, cell->base.nr, cell->head.nr, compare__is_mixture(cell));
}

/* What repeats is judged by its difference: only parts__doubt() leaves it open. */
enum doubt doubt__of_part(const struct comparison *c, const struct compare_slope *s,
			  const struct compare_part *p)
{
	if (p->change.verdict != STATS_INCONCLUSIVE)
		return DOUBT_NONE;
	if (p->exact)
		return DOUBT_SHARED;
	return of_test(c, &p->change, s->nr_base, s->nr_head, compare__is_mixture_of_line(p));
}
