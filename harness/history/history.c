// SPDX-License-Identifier: GPL-2.0-only
/* history.c - read the stored runs, find their change points. */
#include "history.h"

#include <errno.h>
#include <stdlib.h>

int history__load(const struct history_options *options, struct history **out,
		  struct why *why)
{
	struct history *h = calloc(1, sizeof(*h));
	int err = h ? 0 : -ENOMEM;

	if (!err) {
		h->options = *options;
		err = options->order ? history__read_order(h, why) : 0;
	}
	if (!err)
		err = history__read_runs(h, why);
	if (!err)
		err = history__group(h, why);
	if (!err)
		err = history__judge(h, why);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: ask for fewer benchmarks with BENCH=");
	if (err) {
		history__free(h);
		return err;
	}
	*out = h;
	return 0;
}
