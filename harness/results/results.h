/* SPDX-License-Identifier: GPL-2.0-only */
/* results.h - one results file in memory. docs/format.md describes the format. */
#ifndef RESULTS_RESULTS_H
#define RESULTS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/names.h"
#include "lib/sample.h"
#include "lib/why.h"

/* Its square is still finite, and so is the sum of many of them. */
#define RESULTS_MAX_VALUE	1e100
#define RESULTS_MAX_VCPUS	65536u	/* above any KVM_MAX_VCPUS so far */
#define RESULTS_XAPIC_VCPUS	255u	/* a larger VM is in x2APIC mode: another curve */

/**
 * struct setting - a line "key: value"
 * @key: e.g. "kernel-id"
 * @value: without surrounding blanks; printable ASCII; may be empty
 */
struct setting {
	char *key;
	char *value;
};

/** setting__get() - the value of the first of @nr settings with this key, or NULL */
const char *setting__get(const struct setting *settings, size_t nr, const char *key);

/**
 * struct unit - what a number means
 * @name: e.g. "insns/op"
 * @exact: counts that repeat (assume=exact)
 * @higher: more is better; less is when nothing is said
 * @directed: the file says which
 * @assumed: the file says whether it is exact
 * @informational: shown and compared, but no part of the verdict (verdict=no)
 */
struct unit {
	char *name;
	bool exact;
	bool higher;
	bool directed;
	bool assumed;
	bool informational;
};

/**
 * struct results_cell - the samples of one benchmark at one size in one unit
 * @bench: without "Benchmark" and without "/vcpus=N"
 * @vcpus: size of the machine, 1 and up
 * @unit: name of the unit
 * @samples: the batches, by rising round
 * @nr: how many, never 0
 * @room: private to the parser
 * @place: private to the parser: where it is in the order of the file
 */
struct results_cell {
	char *bench;
	unsigned int vcpus;
	char *unit;
	struct sample *samples;
	size_t nr;
	size_t room;
	size_t place;
};

/**
 * struct note - why a cell has no number, or none to trust
 * @invalid: its samples must not be trusted; otherwise it was skipped
 * @bench: as in struct results_cell
 * @vcpus: 0 for every size
 * @reason: to be shown to the user
 */
struct note {
	bool invalid;
	char *bench;
	unsigned int vcpus;
	char *reason;
};

/**
 * struct results - one results file
 * @path: where it came from
 * @settings: @nr_settings, without the "round" and "end" lines
 * @units: @nr_units, in the order in which they appear
 * @cells: @nr_cells, sorted by bench, unit, vCPUs
 * @notes: @nr_notes, in the order of the file
 * @nr_samples: sample lines; each may carry several units
 * @nr_rounds: different values of "round"
 * @incomplete: marked by whoever was interrupted while writing it
 * @cut: its end line is missing or counts another number of samples
 * @setting_index: private: of each key, its place in @settings
 * @next: private to the parser: where the cell after the last sample's is expected
 * @unit_index: private: of each unit, its place in @units
 * @by_bench: private: the notes, sorted by bench
 * @passed_over: why results__find() did not take a newer run; usually NULL
 *
 * Owns everything it points to.
 */
struct results {
	char *path;
	struct setting *settings;
	size_t nr_settings;
	size_t room_settings;
	struct unit *units;
	size_t nr_units;
	size_t room_units;
	struct results_cell **cells;
	size_t nr_cells;
	size_t room_cells;
	struct note *notes;
	size_t nr_notes;
	size_t room_notes;
	size_t nr_samples;
	size_t nr_rounds;
	bool incomplete;
	bool cut;
	size_t next;
	struct names setting_index;
	struct names unit_index;
	const struct note **by_bench;
	char *passed_over;
};

/** results__free() - free the results; NULL is allowed */
void results__free(struct results *r);

/** results__get() - value of a key, or NULL when the file has no such line */
const char *results__get(const struct results *r, const char *key);

/**
 * run__in_turn() - were two runs measured in turns, a round of each after the other?
 * @a: id of one run
 * @a_beside: its key "beside", which names the other one; NULL without
 * @b: id of the other run
 * @b_beside: likewise
 *
 * One file that names the other is enough, unless the other names a third. Files
 * without the key were measured in turns where their ids begin with the same time.
 */
bool run__in_turn(const char *a, const char *a_beside, const char *b,
		  const char *b_beside);

/** results__in_turn() - run__in_turn() of two files */
bool results__in_turn(const struct results *a, const struct results *b);

/** results__unit() - unit of this name, or NULL */
const struct unit *results__unit(const struct results *r, const char *name);

/**
 * results__note() - note on a cell, or NULL
 * @invalid: look for invalid cells, otherwise for skipped ones
 */
const struct note *results__note(const struct results *r, bool invalid,
				 const char *bench, unsigned int vcpus);

/** results_cell__compare() - order by bench, unit, vCPUs; as strcmp() */
int results_cell__compare(const struct results_cell *a, const struct results_cell *b);

#endif
