/* SPDX-License-Identifier: GPL-2.0-only */
/* import-store.h - Go benchmark text on its way into a results file. */
#ifndef EXCHANGE_IMPORT_STORE_H
#define EXCHANGE_IMPORT_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "results/results.h"

/**
 * struct import_key - a setting of the text
 * @value: as it is at this place; "" where it has none
 * @changes: it has another one elsewhere, between samples
 * @ignored: the user says that it does not matter
 */
struct import_key {
	char *key;
	char *value;
	bool changes;
	bool ignored;
};

/**
 * struct import_sample - a line that is kept
 * @text: as it will stand in the results file, without its newline
 * @round: from a round line, or counted
 * @order: its line
 */
struct import_sample {
	char *text;
	unsigned int round;
	size_t order;
};

/**
 * struct import_text - what was read
 * @keys: @nr_keys, in the order of the text
 * @key_index: of each key, its place in @keys
 * @units: Unit lines, as they are
 * @named: names of the units that samples have; @unit_index has them, too
 * @rounds: of each benchmark, its last round
 * @ended: there is an end line, which promised @promised samples
 * @sized: a name has the part that counts vCPUs
 * @has_rounds: the text has round lines of its own
 */
struct import_text {
	struct import_key *keys;
	size_t nr_keys;
	size_t room_keys;
	struct names key_index;
	char **units;
	size_t nr_units;
	size_t room_units;
	char **named;
	size_t nr_named;
	size_t room_named;
	struct names unit_index;
	struct names rounds;
	struct import_sample *samples;
	size_t nr_samples;
	size_t room_samples;
	size_t nr_values;
	size_t promised;
	bool ended;
	bool sized;
	bool has_rounds;
	unsigned int round;
};

#define IMPORT_REQUIRED	5

/** import__required - what every results file has, in the order of our own files */
extern const char * const import__required[IMPORT_REQUIRED];

/** import__is_required() - one of them, or what the first line says */
bool import__is_required(const char *key);

/** import__find() - a key of the text, new if need be, with the value ""; NULL: no memory */
struct import_key *import__find(struct import_text *t, const char *key);

/** import__assign() - give a key a value; 0 or -ENOMEM */
int import__assign(struct import_key *k, const char *value);

/** import__set() - add what the text lacks; -EINVAL if it says otherwise */
int import__set(struct import_text *t, const char *path, const char *key,
		const char *value, struct why *why);

/** import__get() - value of a key that has one and does not change, or NULL */
const char *import__get(const struct import_text *t, const char *key);

/**
 * import__settle() - all settings were seen once: which ones change between samples?
 * @path: of the text, for messages
 * @ignored: @nr_ignored keys that may
 *
 * Values that change begin anew, for the second pass.
 *
 * Return: 0, -ENOMEM, or -EINVAL if one changes that says what run this is.
 */
int import__settle(struct import_text *t, const char *path, const char * const *ignored,
		   size_t nr_ignored, struct why *why);

/** import__add_unit() - keep a Unit line, copied; 0 or -ENOMEM */
int import__add_unit(struct import_text *t, const char *line);

/** import__name_unit() - note that samples have this unit; 0 or -ENOMEM */
int import__name_unit(struct import_text *t, const char *unit);

/** import__free() - free what import__read() filled in */
void import__free(struct import_text *t);

#endif
