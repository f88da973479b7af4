// SPDX-License-Identifier: GPL-2.0-only
#include "results.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

#define STAMP	16	/* of a run's id: 20261122T120526Z */

int cell__compare(const struct cell *a, const struct cell *b)
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

static int check_keys(const struct results *r, struct why *why)
{
	static const char * const required[] = {
		"schema", "run", "kernel", "kernel-id", "testbed", "machine",
	};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(required) / sizeof(*required); i++) {
		value = results__get(r, required[i]);
		if (!value || !*value)
			return why__set(why, EINVAL,
					"%s: no line '%s: ...': measure again",
					r->path, required[i]);
	}
	return 0;
}

static int by_round(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	return (x->round > y->round) - (x->round < y->round);
}

static int by_cell(const void *a, const void *b)
{
	const struct cell * const *x = a, * const *y = b;

	return cell__compare(*x, *y);
}

static int by_number(const void *a, const void *b)
{
	const unsigned int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int count_rounds(struct results *r)
{
	unsigned int *rounds = NULL, *more;
	size_t i, s, nr = 0, room = 0, kept = 0;

	for (i = 0; i < r->nr_cells; i++) {
		for (s = 0; s < r->cells[i]->nr; s++) {
			if (nr && rounds[nr - 1] == r->cells[i]->samples[s].round)
				continue;
			more = array__grow(rounds, &room, nr, sizeof(*rounds));
			if (!more) {
				free(rounds);
				return -ENOMEM;
			}
			rounds = more;
			rounds[nr++] = r->cells[i]->samples[s].round;
		}
	}
	if (nr)
		qsort(rounds, nr, sizeof(*rounds), by_number);
	for (i = 0; i < nr; i++)
		kept += !i || rounds[i] != rounds[i - 1];
	r->nr_rounds = kept;
	free(rounds);
	return 0;
}

static int finish(struct results *r)
{
	const char *incomplete = results__get(r, "incomplete");
	size_t i;

	r->incomplete = incomplete && strcmp(incomplete, "no");
	if (r->nr_cells)
		qsort(r->cells, r->nr_cells, sizeof(*r->cells), by_cell);
	for (i = 0; i < r->nr_cells; i++)
		qsort(r->cells[i]->samples, r->cells[i]->nr,
		      sizeof(struct sample), by_round);
	return count_rounds(r);
}

int results__load(const char *path, bool force, struct results **out,
		  struct why *why)
{
	struct results *r = calloc(1, sizeof(*r));
	int err = -ENOMEM;

	if (r)
		r->path = strdup(path);
	if (r && r->path)
		err = results__parse(r, force, why);
	if (!err)
		err = check_keys(r, why);
	if (!err)
		err = finish(r);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: compare smaller files");
	if (err) {
		results__free(r);
		return err;
	}
	*out = r;
	return 0;
}
