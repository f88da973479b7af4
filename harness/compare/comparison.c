// SPDX-License-Identifier: GPL-2.0-only
/* comparison.c - two results files side by side: what its parts share. */
#include "comparison.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/array.h"

int compare__warn(struct comparison *c, const char *fmt, ...)
{
	char **warnings = array__grow(c->warnings, &c->room_warnings,
				      c->nr_warnings, sizeof(*warnings));
	va_list args;
	int len;

	if (!warnings)
		return -ENOMEM;
	c->warnings = warnings;
	va_start(args, fmt);
	len = vasprintf(&warnings[c->nr_warnings], fmt, args);
	va_end(args);
	if (len < 0)
		return -ENOMEM;
	c->nr_warnings++;
	return 0;
}

struct stats_rule compare__rule(const struct comparison *c,
				const struct unit *unit)
{
	struct stats_rule rule = {
		.exact = unit->exact,
		.higher = unit->higher,
		.tolerance = c->options.threshold,
	};

	if (isnan(rule.tolerance))
		rule.tolerance = unit->exact ? STATS_EXACT_TOLERANCE :
					       STATS_TIME_TOLERANCE;
	return rule;
}

static int resamples_of(struct comparison *c, int i, size_t n,
			const struct stats_resamples **r)
{
	*r = &c->resamples[i];
	return c->resamples[i].n == n ? 0 :
	       stats__resample(&c->resamples[i], n,
			       c->base->nr_cells, 1 + i);
}

/* Do both have the same rounds, in the same order? */
static bool same_rounds(const struct sample *a, size_t na,
			const struct sample *b, size_t nb)
{
	size_t i;

	for (i = 0; i < na && i < nb; i++) {
		if (a[i].round != b[i].round)
			return false;
	}
	return na == nb;
}

int compare__resamples(struct comparison *c, const struct sample *base,
		       size_t nb, const struct sample *head, size_t nh,
		       const struct stats_resamples **rb,
		       const struct stats_resamples **rh)
{
	int err = resamples_of(c, 0, nb, rb);

	*rh = *rb;
	if (!err && !(c->paired && same_rounds(base, nb, head, nh)))
		err = resamples_of(c, 1, nh, rh);
	return err;
}

void compare__free(struct comparison *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->nr_cells; i++) {
		free(c->cells[i].base.rounds);
		free(c->cells[i].head.rounds);
	}
	for (i = 0; i < c->nr_slopes; i++) {
		free(c->slopes[i].slopes[0]);
		free(c->slopes[i].slopes[1]);
	}
	for (i = 0; i < c->nr_missing; i++)
		free(c->missing[i].vcpus);
	for (i = 0; i < c->nr_warnings; i++)
		free(c->warnings[i]);
	free(c->cells);
	free(c->slopes);
	free(c->missing);
	free(c->warnings);
	stats__resamples_free(&c->resamples[0]);
	stats__resamples_free(&c->resamples[1]);
	free(c);
}
