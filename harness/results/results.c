// SPDX-License-Identifier: GPL-2.0-only
/* results.c - one results file in memory. */
#include "results.h"

#include <stdlib.h>
#include <string.h>

#define FEW	8	/* units and settings are looked through faster than a tree */
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
	const size_t *at;

	if (r->nr_settings <= FEW)
		return setting__get(r->settings, r->nr_settings, key);
	at = names__find(&r->setting_index, key);
	return at ? r->settings[*at].value : NULL;
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
	const size_t *at;
	size_t i;

	if (r->nr_units > FEW) {
		at = names__find(&r->unit_index, name);
		return at ? &r->units[*at] : NULL;
	}
	for (i = 0; i < r->nr_units; i++) {
		if (!strcmp(r->units[i].name, name))
			return &r->units[i];
	}
	return NULL;
}

/* The first note of this benchmark or of a later one. */
static size_t first_note(const struct results *r, const char *bench)
{
	size_t low = 0, high = r->nr_notes, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (strcmp(r->by_bench[middle]->bench, bench) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct note *results__note(const struct results *r, bool invalid,
				 const char *bench, unsigned int vcpus)
{
	const struct note *note;
	size_t i;

	for (i = first_note(r, bench); i < r->nr_notes; i++) {
		note = r->by_bench[i];
		if (strcmp(note->bench, bench))
			break;
		if (note->invalid == invalid &&
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
	free(r->by_bench);
	names__free(&r->setting_index);
	names__free(&r->unit_index);
	free(r->path);
	free(r->passed_over);
	free(r);
}
