/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * series.h - many runs in a row: how a cell's cost developed, and where it changed.
 *
 * A track is what belongs together: the runs of one kernel name, or of
 * the revisions of a git tree, on one machine. Different machines, CPUs, bases,
 * configurations and units are never part of one track or series; only with
 * struct history_options.across bases and configurations are.
 */
#ifndef HISTORY_SERIES_H
#define HISTORY_SERIES_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/why.h"
#include "results/store.h"
#include "stats/changepoint.h"

#define HISTORY_ALPHA	0.05	/* over all noisy series of a history together */
#define HISTORY_SEED	20140301

/**
 * struct history_options - what the user asks for
 * @store: which runs
 * @bench: glob of benchmarks' names, NULL for all
 * @vcpus: sizes, separated by commas or blanks, NULL for all
 * @order: file that bench-range wrote, NULL to go by date
 * @across: a kernel whose runs on all bases are one track, by the version of their
 *	    sources; NULL to keep bases apart
 * @threshold: relative step that does not matter; NaN for each unit's own default,
 *	       as in comparisons
 */
struct history_options {
	struct results_store store;
	const char *bench;
	const char *vcpus;
	const char *order;
	const char *across;
	double threshold;
};

/**
 * struct history_value - one cell of one run
 * @bench: interned: equal names are the same pointer
 * @unit: interned
 * @vcpus: size
 * @value: as compare shows it: estimate over the rounds
 * @low: its interval
 * @high: its interval
 */
struct history_value {
	const char *bench;
	const char *unit;
	unsigned int vcpus;
	double value;
	double low;
	double high;
};

/**
 * struct history_run - one stored run
 * @id: key "run"
 * @path: where it is stored
 * @kernel: key "kernel"; @kernel_id, @base, @machine, @cpu: their keys, or ""
 * @config: see results__config()
 * @source: version of its sources, key "kernel-source", or the base
 * @commit: full hash; "" unless a revision of a git tree
 * @date: of the commit, ISO 8601; "" as well
 * @subject: of the commit
 * @paired_with: key "beside", or ""
 * @partner: the run that was measured in turns with it, or NULL
 * @values: @nr_values, sorted as the cells of struct results
 */
struct history_run {
	char *id;
	char *path;
	char *kernel;
	char *kernel_id;
	char *base;
	char *config;
	char *source;
	char *machine;
	char *cpu;
	char *commit;
	char *date;
	char *subject;
	char *paired_with;
	const struct history_run *partner;
	struct history_value *values;
	size_t nr_values;
};

/**
 * struct history_revision - one line of an order file
 * @commit: full hash
 * @kernel_id: what it builds to, "-" where it was not even looked at
 * @state: "measured", or why there is no number
 * @subject: of the commit
 */
struct history_revision {
	char *commit;
	char *kernel_id;
	char *state;
	char *subject;
};

/**
 * struct history_point - a value in a series
 * @run: whose
 * @place: rank in the order of the track: of revisions, index in the order file
 * @value: the cell's, or its ratio to the run it is paired with, times that one's median
 * @low: its interval, likewise
 * @high: its interval
 * @level: median of its segment
 */
struct history_point {
	const struct history_run *run;
	size_t place;
	double value;
	double low;
	double high;
	double level;
};

/**
 * struct history_series - one cell over the runs of a track
 * @track: index in struct history
 * @bench: interned
 * @unit: interned
 * @vcpus: size
 * @exact: counts that repeat
 * @higher: more is better
 * @noisy: times, or counts that do not repeat: change points are tested for
 * @rho: of a noisy one, the correlation of a run with the next that is allowed for
 * @own_rho: private: what this series shows of it; NaN if nothing
 * @alpha: p below which a change of a noisy one is significant
 * @relative: noisy, and every value was set against the run's partner
 * @points: @nr_points, in order
 * @changes: @nr_changes
 */
struct history_series {
	size_t track;
	const char *bench;
	const char *unit;
	unsigned int vcpus;
	bool exact;
	bool higher;
	bool noisy;
	bool relative;
	double rho;
	struct changepoint_rho own_rho;
	double alpha;
	struct history_point *points;
	size_t nr_points;
	size_t room_points;
	struct changepoint *changes;
	size_t nr_changes;
};

/**
 * struct history_track - runs that belong together
 * @first: one of its runs, for machine, CPU, base and configuration
 * @revisions: of a git tree, otherwise runs of kernel @first->kernel
 */
struct history_track {
	const struct history_run *first;
	bool revisions;
	size_t nr_runs;
};

/**
 * struct history - everything that a report needs
 * @runs: @nr_runs, by id
 * @revisions: @nr_revisions of the order file; none without one
 * @tracks: @nr_tracks
 * @series: @nr_series, by track, bench, unit, vCPUs
 * @warnings: @nr_warnings: what was left out, and why
 */
struct history {
	struct history_options options;
	struct history_run *runs;
	size_t nr_runs;
	size_t room_runs;
	struct history_revision *revisions;
	size_t nr_revisions;
	size_t room_revisions;
	struct history_track *tracks;
	size_t nr_tracks;
	size_t room_tracks;
	struct history_series *series;
	size_t nr_series;
	size_t room_series;
	char **warnings;
	size_t nr_warnings;
	size_t room_warnings;
	/* private: what is interned, and the units' properties */
	struct history_unit *units;
	size_t nr_units;
	size_t room_units;
	char **names;
	size_t nr_names;
	size_t room_names;
};

/** struct history_unit - properties that all files have to agree on */
struct history_unit {
	const char *name;
	bool exact;
	bool higher;
};

/** history__free() - free a history; NULL is allowed */
void history__free(struct history *h);

/** history__got_worse() - is this change for the worse? */
bool history__got_worse(const struct history_series *s,
			const struct changepoint *c);

/** history__tolerance() - relative step of a series that does not matter */
double history__tolerance(const struct history *h, const struct history_series *s);

/** history__is_short() - noisy, and too short for any change to be significant */
bool history__is_short(const struct history_series *s);

#define HISTORY_BASE	100	/* bytes for history__name_base() */

/** history__name_base() - a run's base, and its configuration unless it is packaged */
const char *history__name_base(char *buf, const struct history_run *run);

/* The parts that history__load() is made of. */

/** history__warn() - add a warning; 0 or -ENOMEM */
int history__warn(struct history *h, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** history__read_runs() - fill in h->runs from the files */
int history__read_runs(struct history *h, struct why *why);

/** history__read_order() - fill in h->revisions from h->options.order */
int history__read_order(struct history *h, struct why *why);

/** history__group() - fill in h->tracks and h->series from h->runs */
int history__group(struct history *h, struct why *why);

/** history__judge() - fill in the changes and levels of every series */
int history__judge(struct history *h, struct why *why);

/** history__correlate() - fill in the rho of every noisy series */
int history__correlate(struct history *h);

/** history__find_together() - the changes that noisy series share, and what is left of alpha */
int history__find_together(struct history *h);

/**
 * history__name_point() - "1234567890ab subject", or the run's id
 * @buf: cut to @size bytes
 *
 * Return: @buf.
 */
const char *history__name_point(char *buf, size_t size, const struct history *h,
				const struct history_series *s, size_t point);

#endif
