// SPDX-License-Identifier: GPL-2.0-only
/* enough.c - vcpuscale enough: has been measured enough? Says which cell is the widest. */
#include "pair.h"

#include <math.h>
#include <stdio.h>

#include "lib/text.h"

static int report(const struct command_options *o, const struct comparison *c)
{
	const struct compare_cell *cell;
	char known[TEXT_PERCENT];
	double width, tight = isnan(o->compare.threshold) ?
			      STATS_TIME_TOLERANCE : o->compare.threshold;

	cell = compare__widest(c, &width);
	if (!cell)
		return EXIT_NO_REGRESSION;
	if (isinf(width))
		printf("%s/vcpus=%u is not known at all: too few rounds\n", cell->bench, cell->vcpus);
	else
		printf("%s/vcpus=%u is known to %s\n", cell->bench, cell->vcpus,
		       text__percent(known, width));
	return width <= tight ? EXIT_NO_REGRESSION : EXIT_INCONCLUSIVE;
}

static int run(const void *args, struct why *why)
{
	struct pair p = { 0 };
	int err = pair__load(&p, args, why);

	if (!err)
		err = report(args, p.c);
	pair__free(&p);
	return err;
}

COMMAND(enough) = {
	.name = "enough",
	.doc = "are the intervals of two runs tight enough?\vExit codes: 0 every ratio is known to --threshold percent (default: 1), 2 an error, 3 measure more rounds.",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR },
	.run = run,
};
