// SPDX-License-Identifier: GPL-2.0-only
/* The subcommands that look at all stored runs: history and list. */
#include "command.h"

#include <errno.h>
#include <stdio.h>

#include "history/history.h"
#include "report/history.h"
#include "report/report.h"

/* As compare's: a change for the worse is a regression. */
static int history_code(const struct history *h)
{
	bool is_short = false;
	size_t i, k;

	for (i = 0; i < h->nr_series; i++) {
		is_short |= history__is_short(&h->series[i]);
		for (k = 0; k < h->series[i].nr_changes; k++) {
			if (history__got_worse(&h->series[i], &h->series[i].changes[k]))
				return EXIT_REGRESSION;
		}
	}
	return is_short ? EXIT_INCONCLUSIVE : EXIT_NO_REGRESSION;
}

static int report_history(const struct options *o, const struct history *h,
			  struct why *why)
{
	if (o->output)
		return history__tables(o->output, h, why);
	if (o->format == REPORT_JSON)
		return why__set(why, EINVAL,
				"--format=json: history has none: write text or csv");
	if (o->format == REPORT_CSV)
		history__print_csv(stdout, h);
	else
		history__print(stdout, h);
	return history_code(h);
}

int command__history(const struct options *o, struct why *why)
{
	const struct history_options options = {
		o->shelf, o->bench, o->vcpus, o->order, o->compare.threshold,
	};
	struct history *h;
	int err = history__load(&options, &h, why);

	if (err)
		return err;
	err = report_history(o, h, why);
	history__free(h);
	return err;
}

int command__list(const struct options *o, struct why *why)
{
	return list__print(stdout, o->shelf.dir, why);
}
