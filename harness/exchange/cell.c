// SPDX-License-Identifier: GPL-2.0-only
/* cell.c - cells and runs as formats of others want them. */
#include "cell.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "results/reduce.h"
#include "stats/stats.h"

bool export__is_wanted(const struct export *e, const struct results *r,
		       const struct results_cell *cell)
{
	return (!e->unit || !strcmp(e->unit, cell->unit)) &&
	       !results__note(r, true, cell->bench, cell->vcpus);
}

int export__rounds(const struct results *r, const struct results_cell *cell,
		   struct export_cell *out)
{
	const struct unit *unit = results__unit(r, cell->unit);
	double *scratch = calloc(cell->nr, sizeof(*scratch));
	size_t i, j;

	*out = (struct export_cell){
		.rounds = calloc(cell->nr, sizeof(*out->rounds)),
		.batches = calloc(cell->nr, sizeof(*out->batches)),
	};
	if (scratch && out->rounds && out->batches)
		out->nr = results__by_round(cell->samples, cell->nr, unit->exact,
					    scratch, out->rounds);
	free(scratch);
	for (i = 0, j = 0; i < out->nr; i++) {
		for (; j < cell->nr &&
		     cell->samples[j].round == out->rounds[i].round; j++)
			out->batches[i]++;
	}
	if (out->nr)
		return 0;
	export__free_rounds(out);
	return -ENOMEM;
}

void export__free_rounds(struct export_cell *c)
{
	free(c->rounds);
	free(c->batches);
	*c = (struct export_cell){ 0 };
}

double export__value(const struct results *r, const struct results_cell *cell)
{
	const struct unit *unit = results__unit(r, cell->unit);
	struct export_cell rounds;
	double *v, value = NAN;
	size_t i;

	if (export__rounds(r, cell, &rounds))
		return NAN;
	v = calloc(rounds.nr, sizeof(*v));
	for (i = 0; v && i < rounds.nr; i++)
		v[i] = rounds.rounds[i].value;
	if (v)
		value = unit->exact ? stats__mode_or_median(v, rounds.nr) :
				      stats__median(v, rounds.nr);
	free(v);
	export__free_rounds(&rounds);
	return value;
}

const char *export__date(char *buf, size_t size, const struct results *r,
			 const char *format)
{
	const char *run = results__get(r, "run");
	struct tm tm = { 0 };

	if (!run || !strptime(run, "%Y%m%dT%H%M%SZ", &tm) ||
	    !strftime(buf, size, format, &tm))
		return NULL;
	return buf;
}
