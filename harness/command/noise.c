// SPDX-License-Identifier: GPL-2.0-only
/* The subcommands that look at what a measurement can tell: noise and enough. */
#include "command.h"

#include <math.h>
#include <stdio.h>

#include "report/noise.h"

/* What the comparison is of is one kernel: report and store what it shows. */
static int report_noise(const struct options *o, const struct comparison *c,
			struct why *why)
{
	struct noise *n;
	int err = noise__measure(c->base, c->head, &o->compare, &n, why);

	if (err)
		return err;
	noise__print(stdout, n);
	err = noise__store(n, why);
	noise__free(n);
	return err;
}

int command__noise(const struct options *o, struct why *why)
{
	return command__with_comparison(o, why, report_noise);
}

/* Has been measured enough? Says which cell is the widest. */
static int report_enough(const struct options *o, const struct comparison *c,
			 struct why *why)
{
	const struct compare_cell *cell;
	double width, tight = isnan(o->compare.threshold) ?
			      STATS_TIME_TOLERANCE : o->compare.threshold;

	(void)why;
	cell = compare__widest(c, &width);
	if (!cell)
		return EXIT_NO_REGRESSION;
	printf("%s/vcpus=%u is known to %.2g%%\n", cell->bench, cell->vcpus,
	       width * 100);
	return width <= tight ? EXIT_NO_REGRESSION : EXIT_INCONCLUSIVE;
}

int command__enough(const struct options *o, struct why *why)
{
	return command__with_comparison(o, why, report_enough);
}
