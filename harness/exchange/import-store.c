// SPDX-License-Identifier: GPL-2.0-only
/* import-store.c - what was read of Go benchmark text: fill it and free it. */
#include "import-store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

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
	return setting__get(t->settings, t->nr_settings, key);
}

int import__set(struct import_text *t, const char *path, const char *key,
		const char *value, struct why *why)
{
	const char *old = import__get(t, key);
	struct setting *s;

	if (old && strcmp(old, value))
		return why__set(why, EINVAL,
				"%s: %.40s is '%.80s' and '%.80s': keep one run a file",
				path, key, old, value);
	if (old)
		return 0;
	s = array__grow(t->settings, &t->room_settings, t->nr_settings,
			sizeof(*s));
	if (!s)
		return -ENOMEM;
	t->settings = s;
	s += t->nr_settings++;
	*s = (struct setting){ strdup(key), strdup(value) };
	return s->key && s->value ? 0 : -ENOMEM;
}

int import__add_unit(struct import_text *t, const char *line)
{
	return add_string(&t->units, &t->nr_units, &t->room_units, line);
}

int import__name_unit(struct import_text *t, const char *unit)
{
	size_t i;

	for (i = 0; i < t->nr_named; i++) {
		if (!strcmp(t->named[i], unit))
			return 0;
	}
	return add_string(&t->named, &t->nr_named, &t->room_named, unit);
}

void import__free(struct import_text *t)
{
	size_t i;

	for (i = 0; i < t->nr_settings; i++) {
		free(t->settings[i].key);
		free(t->settings[i].value);
	}
	for (i = 0; i < t->nr_units; i++)
		free(t->units[i]);
	for (i = 0; i < t->nr_named; i++)
		free(t->named[i]);
	for (i = 0; i < t->nr_samples; i++) {
		free(t->samples[i].text);
		free(t->samples[i].name);
	}
	free(t->settings);
	free(t->units);
	free(t->named);
	free(t->samples);
}
