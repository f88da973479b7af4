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

struct stats_rule compare__cell_rule(const struct comparison *c,
				     const struct compare_cell *cell)
{
	struct stats_rule rule = compare__rule(c, cell->unit);

	rule.exact = cell->exact;
	return rule;
}

bool compare__same_rounds(const struct sample *a, size_t na,
			  const struct sample *b, size_t nb)
{
	size_t i;

	for (i = 0; i < na && i < nb; i++) {
		if (a[i].round != b[i].round)
			return false;
	}
	return na == nb;
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
		free(c->slopes[i].slope.rounds[0]);
		free(c->slopes[i].slope.rounds[1]);
		free(c->slopes[i].fixed.rounds[0]);
		free(c->slopes[i].fixed.rounds[1]);
	}
	for (i = 0; i < c->nr_missing; i++)
		free(c->missing[i].vcpus);
	for (i = 0; i < c->nr_warnings; i++)
		free(c->warnings[i]);
	free(c->cells);
	free(c->slopes);
	free(c->missing);
	free(c->warnings);
	free(c);
}
