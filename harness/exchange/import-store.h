/* SPDX-License-Identifier: GPL-2.0-only */
/* import-store.h - Go benchmark text on its way into a results file. */
#ifndef EXCHANGE_IMPORT_STORE_H
#define EXCHANGE_IMPORT_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "results/results.h"

/**
 * struct import_sample - a line that is kept
 * @text: as it will stand in the results file, without its newline
 * @name: how often it occurred before counts the rounds; the benchmark's
 * @round: from a round line, or counted
 * @order: its line
 */
struct import_sample {
	char *text;
	char *name;
	unsigned int round;
	size_t order;
};

/**
 * struct import_text - what was read
 * @settings: "key", "value" pairs, as in struct results
 * @units: Unit lines, as they are
 * @named: names of the units that samples have
 * @ended: there is an end line, which promised @promised samples
 * @has_rounds: the text has round lines of its own
 */
struct import_text {
	struct setting *settings;
	size_t nr_settings;
	size_t room_settings;
	char **units;
	size_t nr_units;
	size_t room_units;
	char **named;
	size_t nr_named;
	size_t room_named;
	struct import_sample *samples;
	size_t nr_samples;
	size_t room_samples;
	size_t nr_values;
	size_t promised;
	bool ended;
	bool has_rounds;
	unsigned int round;
};

/** import__set() - add a setting; -EINVAL if the text says otherwise */
int import__set(struct import_text *t, const char *path, const char *key,
		const char *value, struct why *why);

/** import__get() - value of a key, or NULL */
const char *import__get(const struct import_text *t, const char *key);

/** import__add_unit() - keep a Unit line, copied; 0 or -ENOMEM */
int import__add_unit(struct import_text *t, const char *line);

/** import__name_unit() - note that samples have this unit; 0 or -ENOMEM */
int import__name_unit(struct import_text *t, const char *unit);

/** import__free() - free what import__read() filled in */
void import__free(struct import_text *t);

#endif
