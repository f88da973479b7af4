// SPDX-License-Identifier: GPL-2.0-only
/* import-store.c - what was read of Go benchmark text: fill it and free it. */
#include "import-store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

const char * const import__required[IMPORT_REQUIRED] = {
	"run", "kernel", "kernel-id", "testbed", "machine",
};

bool import__is_required(const char *key)
{
	size_t i;

	for (i = 0; i < IMPORT_REQUIRED; i++) {
		if (!strcmp(import__required[i], key))
			return true;
	}
	return !strcmp(key, "schema");
}

static int add_string(char ***list, size_t *nr, size_t *room, const char *s)
{
	char **grown = array__grow(*list, room, *nr, sizeof(**list));

	if (!grown)
		return -ENOMEM;
	*list = grown;
	grown[*nr] = strdup(s);
	return grown[*nr] ? (*nr += 1, 0) : -ENOMEM;
}

const char *import__get(const struct import_text *t, const char *key)
{
	const size_t *at = names__find(&t->key_index, key);
	const struct import_key *k = at ? &t->keys[*at] : NULL;

	return k && *k->value && !k->changes ? k->value : NULL;
}

struct import_key *import__find(struct import_text *t, const char *key)
{
	const size_t *at = names__find(&t->key_index, key);
	struct import_key *k;

	if (at)
		return &t->keys[*at];
	k = array__grow(t->keys, &t->room_keys, t->nr_keys, sizeof(*k));
	if (!k)
		return NULL;
	t->keys = k;
	k += t->nr_keys;
	*k = (struct import_key){ .key = strdup(key), .value = strdup("") };
	t->nr_keys++;
	return k->key && k->value &&
	       !names__add(&t->key_index, key, t->nr_keys - 1) ? k : NULL;
}

int import__assign(struct import_key *k, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(k->value);
	k->value = copy;
	return 0;
}

int import__set(struct import_text *t, const char *path, const char *key,
		const char *value, struct why *why)
{
	struct import_key *k = import__find(t, key);

	if (!k)
		return -ENOMEM;
	if (k->changes)
		return why__set(why, EINVAL, "%s: %.40s changes on the way: keep one run a file",
				path, key);
	if (*k->value && strcmp(k->value, value))
		return why__set(why, EINVAL,
				"%s: %.40s is '%.80s' and '%.80s': keep one run a file",
				path, key, k->value, value);
	return import__assign(k, value);
}

int import__settle(struct import_text *t, const char *path, const char * const *ignored,
		   size_t nr_ignored, struct why *why)
{
	bool ours = import__get(t, "schema");
	struct import_key *k;
	size_t i;

	for (k = t->keys; k < t->keys + t->nr_keys; k++) {
		for (i = 0; i < nr_ignored; i++)
			k->ignored |= !strcmp(ignored[i], k->key);
		if (k->changes && (ours || import__is_required(k->key)))
			return why__set(why, EINVAL, "%s: %.40s changes on the way: keep one run a file",
					path, k->key);
		if (k->changes && import__assign(k, ""))
			return -ENOMEM;
	}
	return 0;
}

int import__add_unit(struct import_text *t, const char *line)
{
	return add_string(&t->units, &t->nr_units, &t->room_units, line);
}

int import__name_unit(struct import_text *t, const char *unit)
{
	if (names__find(&t->unit_index, unit))
		return 0;
	return names__add(&t->unit_index, unit, t->nr_named) ?:
	       add_string(&t->named, &t->nr_named, &t->room_named, unit);
}

void import__free(struct import_text *t)
{
	size_t i;

	for (i = 0; i < t->nr_keys; i++) {
		free(t->keys[i].key);
		free(t->keys[i].value);
	}
	for (i = 0; i < t->nr_units; i++)
		free(t->units[i]);
	for (i = 0; i < t->nr_named; i++)
		free(t->named[i]);
	for (i = 0; i < t->nr_samples; i++)
		free(t->samples[i].text);
	names__free(&t->key_index);
	names__free(&t->unit_index);
	names__free(&t->rounds);
	free(t->keys);
	free(t->units);
	free(t->named);
	free(t->samples);
}
