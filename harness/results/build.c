// SPDX-License-Identifier: GPL-2.0-only
/* build.c - fill struct results, for the parser alone. */
#include "build.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

struct unit *results__add_unit(struct results *r, const char *name)
{
	struct unit *unit = (struct unit *)results__unit(r, name);

	if (unit)
		return unit;
	unit = array__grow(r->units, &r->room_units, r->nr_units, sizeof(*unit));
	if (!unit)
		return NULL;
	r->units = unit;
	unit += r->nr_units;
	*unit = (struct unit){ .name = strdup(name) };
	if (!unit->name || names__add(&r->unit_index, name, r->nr_units))
		return NULL;
	r->nr_units++;
	return unit;
}

static struct results_cell *cell_new(struct results *r, const struct results_cell *key)
{
	struct results_cell **cells = array__grow(r->cells, &r->room_cells,
						  r->nr_cells, sizeof(*cells));
	struct results_cell *cell;

	if (!cells)
		return NULL;
	r->cells = cells;
	cell = calloc(1, sizeof(*cell));
	if (!cell)
		return NULL;
	cell->place = r->nr_cells;
	r->cells[r->nr_cells++] = cell;
	cell->vcpus = key->vcpus;
	cell->bench = strdup(key->bench);
	cell->unit = strdup(key->unit);
	if (!cell->bench || !cell->unit || !results__add_unit(r, key->unit))
		return NULL;
	return cell;
}

static int index_compare(const void *a, const void *b)
{
	return results_cell__compare(a, b);
}

struct results_cell *results__cell(struct results *r, void **index,
				   const struct results_cell *key)
{
	struct results_cell **found, *cell;

	/* Every round has the cells in the order of the first. */
	if (r->next < r->nr_cells && !results_cell__compare(key, r->cells[r->next]))
		return r->cells[r->next++];
	/* The tree is searched once: what is not found is put there, and replaced. */
	found = tsearch(key, index, index_compare);
	if (!found)
		return NULL;
	if (*found != key) {
		r->next = (*found)->place + 1;
		return *found;
	}
	cell = cell_new(r, key);
	if (!cell) {
		tdelete(key, index, index_compare);
		return NULL;
	}
	*found = cell;
	r->next = r->nr_cells;
	return cell;
}

int results__add_sample(struct results_cell *cell, const struct sample *sample)
{
	struct sample *samples;

	samples = array__grow(cell->samples, &cell->room, cell->nr,
			      sizeof(*samples));
	if (!samples)
		return -ENOMEM;
	cell->samples = samples;
	samples[cell->nr++] = *sample;
	return 0;
}

int results__add_note(struct results *r, const struct results_cell *key, bool invalid,
		      const char *reason)
{
	struct note *note = array__grow(r->notes, &r->room_notes, r->nr_notes,
					sizeof(*note));

	if (!note)
		return -ENOMEM;
	r->notes = note;
	note += r->nr_notes++;
	note->invalid = invalid;
	note->vcpus = key->vcpus;
	note->bench = strdup(key->bench);
	note->reason = strdup(*reason ? reason : "no reason given");
	return note->bench && note->reason ? 0 : -ENOMEM;
}

int results__add_setting(struct results *r, const char *key, const char *value)
{
	struct setting *s = array__grow(r->settings, &r->room_settings,
					r->nr_settings, sizeof(*s));

	if (!s)
		return -ENOMEM;
	r->settings = s;
	s += r->nr_settings++;
	s->key = strdup(key);
	s->value = strdup(value);
	if (!s->key || !s->value)
		return -ENOMEM;
	return names__add(&r->setting_index, key, r->nr_settings - 1);
}
