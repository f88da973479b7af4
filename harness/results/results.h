/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One results file in memory. The format is described in docs/format.md.
 */
#ifndef RESULTS_RESULTS_H
#define RESULTS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/why.h"
#include "lib/sample.h"

#define RESULTS_SCHEMA		"vcpuscale/1"
/* Nothing costs that much (30 years in ns), and its square is still finite. */
#define RESULTS_MAX_VALUE	1e18
#define RESULTS_MAX_VCPUS	65536u	/* above any KVM_MAX_VCPUS so far */

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
 * @aside: shown and compared, but no part of the verdict (verdict=no)
 */
struct unit {
	char *name;
	bool exact;
	bool higher;
	bool directed;
	bool aside;
};

/**
 * struct cell - the samples of one benchmark at one size in one unit
 * @bench: without "Benchmark" and without "/vcpus=N"
 * @vcpus: size of the machine, 1 and up
 * @unit: name of the unit
 * @samples: the batches, by rising round
 * @nr: how many, never 0
 * @room: private to the parser
 */
struct cell {
	char *bench;
	unsigned int vcpus;
	char *unit;
	struct sample *samples;
	size_t nr;
	size_t room;
};

/**
 * struct note - why a cell has no number, or none to trust
 * @invalid: its samples must not be trusted; otherwise it was skipped
 * @bench: as in struct cell
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
	struct cell **cells;
	size_t nr_cells;
	size_t room_cells;
	struct note *notes;
	size_t nr_notes;
	size_t room_notes;
	size_t nr_samples;
	size_t nr_rounds;
	bool incomplete;
	bool cut;
	char *passed_over;
};

/**
 * results__load - read and check one results file
 * @path: the file
 * @force: take a file that is cut short for what it holds; otherwise that is
 *	   an error. Other damage always is one
 * @out: the results, to be freed with results__free(); untouched on error
 * @why: says what is wrong, with the file and the line
 *
 * A file marked incomplete is no error here: see @out->incomplete.
 *
 * Return: 0, -ENOMEM, -EINVAL (damaged), or the error of opening or reading.
 */
int results__load(const char *path, bool force, struct results **out,
		  struct why *why);

/** results__free - free the results; NULL is allowed */
void results__free(struct results *r);

/** results__get - value of a key, or NULL when the file has no such line */
const char *results__get(const struct results *r, const char *key);

/**
 * run__in_turn - were two runs measured in turns, a round of each after the other?
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

/** results__in_turn - run__in_turn() of two files */
bool results__in_turn(const struct results *a, const struct results *b);

/** results__unit - unit of this name, or NULL */
const struct unit *results__unit(const struct results *r, const char *name);

/**
 * results__note - note on a cell, or NULL
 * @invalid: look for invalid cells, otherwise for skipped ones
 */
const struct note *results__note(const struct results *r, bool invalid,
				 const char *bench, unsigned int vcpus);

/** cell__compare - order by bench, unit, vCPUs; as strcmp() */
int cell__compare(const struct cell *a, const struct cell *b);

/* results-parse.c */

/**
 * results__parse - read every line of @r->path into an empty @r
 * @force: leave an unfinished last line out
 *
 * results__load() calls it, and frees @r when it fails.
 */
int results__parse(struct results *r, bool force, struct why *why);

/* kind.c */

/* The base of the KVM that runs on a machine: it was built of none of ours. */
#define RESULTS_HOST_BASE	"host"
/* The configuration of kernels whose file names none: the distribution's. */
#define RESULTS_PACKAGED	"packaged"

/**
 * results__base - what the kernel's series applies to
 *
 * Return: the key "kernel-base", RESULTS_HOST_BASE of a machine's own KVM, or NULL
 * where the file does not say.
 */
const char *results__base(const struct results *r);

/** results__config - the key "kernel-config", or RESULTS_PACKAGED without it */
const char *results__config(const struct results *r);

/* Keys in which runs that are compared must not differ; ends with NULL. */
extern const char * const results__kind[];

/**
 * results__differ - do two runs differ in one of results__kind?
 * @of_a: the first one's value, NULL if it does not say
 * @of_b: the other's
 *
 * Runs do not differ in what one of them does not say. A machine's own KVM is
 * measured against kernels of any base and configuration.
 */
bool results__differ(const struct results *a, const struct results *b,
		     const char *key, const char **of_a, const char **of_b);

/* results-find.c */

/**
 * struct shelf - which stored runs a name may stand for
 * @dir: folder of the results, see results-store.h
 * @testbed: e.g. "emulated"
 * @base: only runs of kernels of this base, and of a machine's own KVM; NULL for any
 */
struct shelf {
	const char *dir;
	const char *testbed;
	const char *base;
};

/**
 * results__newest - load the newest run
 * @kernel: of this kernel, NULL for any
 * @other_than: of another kernel than this one, NULL for any
 * @force: take it even if it is incomplete; otherwise the newest complete run is
 *	   taken, and @out->passed_over says why a newer one was not
 *
 * The newest is the one whose id is the last in the order of bytes, for ids begin
 * with the time.
 *
 * Return: as results__load(), and -ENOENT (@why names what is stored) or
 * -EINVAL for a run that is incomplete.
 */
int results__newest(const struct shelf *shelf, const char *kernel,
		    const char *other_than, bool force, struct results **out,
		    struct why *why);

/**
 * results__find - load what the user calls BASE and HEAD
 * @names: @nr of them. Each is a file when it exists as one, holds a '/' or ends in
 *	   ".txt"; otherwise a kernel, which stands for its newest run
 * @force: as in results__newest()
 * @out: @nr results, NULL before the call and after an error
 *
 * Where @shelf has no base, the last one's base is that of the other names.
 *
 * Return: as results__newest().
 */
int results__find(const struct shelf *shelf, char * const *names, size_t nr,
		  bool force, struct results **out, struct why *why);

#endif
