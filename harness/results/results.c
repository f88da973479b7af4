// SPDX-License-Identifier: GPL-2.0-only
/* results.c - one results file in memory. */
#include "results.h"

#include <stdlib.h>
#include <string.h>

#define STAMP	16	/* of a run's id: 20261122T120526Z */

int results_cell__compare(const struct results_cell *a, const struct results_cell *b)
{
	int order = strcmp(a->bench, b->bench);

	if (!order)
		order = strcmp(a->unit, b->unit);
	if (!order)
		order = (a->vcpus > b->vcpus) - (a->vcpus < b->vcpus);
	return order;
}

const char *setting__get(const struct setting *settings, size_t nr, const char *key)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!strcmp(settings[i].key, key))
			return settings[i].value;
	}
	return NULL;
}

const char *results__get(const struct results *r, const char *key)
{
	return setting__get(r->settings, r->nr_settings, key);
}

bool run__in_turn(const char *a, const char *a_beside, const char *b,
		  const char *b_beside)
{
	if (!strcmp(a, b))
		return false;
	if (a_beside && strcmp(a_beside, b))
		return false;
	if (b_beside && strcmp(b_beside, a))
		return false;
	return a_beside || b_beside ||
	       (strlen(a) > STAMP && !strncmp(a, b, STAMP));
}

bool results__in_turn(const struct results *a, const struct results *b)
{
	return run__in_turn(results__get(a, "run"), results__get(a, "beside"),
			    results__get(b, "run"), results__get(b, "beside"));
}

const struct unit *results__unit(const struct results *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nr_units; i++) {
		if (!strcmp(r->units[i].name, name))
			return &r->units[i];
	}
	return NULL;
}

const struct note *results__note(const struct results *r, bool invalid,
				 const char *bench, unsigned int vcpus)
{
	const struct note *note;

	for (note = r->notes; note < r->notes + r->nr_notes; note++) {
		if (note->invalid == invalid && !strcmp(note->bench, bench) &&
		    (!note->vcpus || note->vcpus == vcpus))
			return note;
	}
	return NULL;
}

void results__free(struct results *r)
{
	size_t i;

	if (!r)
		return;
	for (i = 0; i < r->nr_settings; i++) {
		free(r->settings[i].key);
		free(r->settings[i].value);
	}
	for (i = 0; i < r->nr_units; i++)
		free(r->units[i].name);
	for (i = 0; i < r->nr_cells; i++) {
		free(r->cells[i]->bench);
		free(r->cells[i]->unit);
		free(r->cells[i]->samples);
		free(r->cells[i]);
	}
	for (i = 0; i < r->nr_notes; i++) {
		free(r->notes[i].bench);
		free(r->notes[i].reason);
	}
	free(r->settings);
	free(r->units);
	free(r->cells);
	free(r->notes);
	free(r->path);
	free(r->passed_over);
	free(r);
}
