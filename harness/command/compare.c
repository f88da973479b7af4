// SPDX-License-Identifier: GPL-2.0-only
/* The subcommands that report on a comparison of two kernels. */
#include "command.h"

#include <errno.h>
#include <stdio.h>

#include "compare/noise.h"
#include "report/page/publish.h"
#include "report/report.h"
#include "results/find.h"

static int load_and_compare(const struct options *o, struct results *side[2],
			    struct comparison **c, struct why *why)
{
	int err = results__find(&o->shelf, o->operand, 2, o->compare.force,
				side, why);

	if (!err)
		err = compare__results(side[0], side[1], &o->compare, c, why);
	if (!err)
		noise__find(o->shelf.dir, side[0], &(*c)->noise);
	return err;
}

int command__with_comparison(const struct options *o, struct why *why,
			     command_report *report)
{
	struct results *side[2] = { NULL, NULL };
	struct comparison *c = NULL;
	int err = load_and_compare(o, side, &c, why);

	if (!err)
		err = report(o, c, why);
	compare__free(c);
	results__free(side[0]);
	results__free(side[1]);
	return err;
}

static int exit_code(const struct comparison *c, struct why *why)
{
	switch (c->verdict) {
	case STATS_REGRESSED:
		return EXIT_REGRESSION;
	case STATS_INCONCLUSIVE:
		return EXIT_INCONCLUSIVE;
	case STATS_INVALID:
		return why__set(why, EINVAL,
				"%zu of %zu cells are invalid: see the reasons in the report",
				compare__count(c, STATS_INVALID), compare__count_judged(c));
	default:
		return EXIT_NO_REGRESSION;
	}
}

static int report_compare(const struct options *o, const struct comparison *c,
			  struct why *why)
{
	int err = 0;

	switch (o->format) {
	case REPORT_TEXT:
		report__text(stdout, c);
		break;
	case REPORT_JSON:
		err = report__json(stdout, c, why);
		break;
	case REPORT_CSV:
		report__csv(stdout, c);
		break;
	}
	return err ? err : exit_code(c, why);
}

static int report_cover(const struct options *o, const struct comparison *c,
			struct why *why)
{
	(void)o;
	(void)why;
	report__cover_letter(stdout, c);
	return 0;
}

static int report_tables(const struct options *o, const struct comparison *c,
			 struct why *why)
{
	return tables__write(o->output, c, o->per_vcpu, why);
}

static int report_page(const struct options *o, const struct comparison *c,
		       struct why *why)
{
	return page__publish(o->output, o->plots, c, why);
}

int command__compare(const struct options *o, struct why *why)
{
	return command__with_comparison(o, why, report_compare);
}

int command__cover(const struct options *o, struct why *why)
{
	return command__with_comparison(o, why, report_cover);
}

int command__tables(const struct options *o, struct why *why)
{
	return command__with_comparison(o, why, report_tables);
}

int command__page(const struct options *o, struct why *why)
{
	return command__with_comparison(o, why, report_page);
}
