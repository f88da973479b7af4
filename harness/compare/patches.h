/* SPDX-License-Identifier: GPL-2.0-only */
/* patches.h - a series, patch by patch: which of them costs or gains what. */
#ifndef COMPARE_PATCHES_H
#define COMPARE_PATCHES_H

#include "comparison.h"

/**
 * enum patch_state - what became of a patch on top of the ones before
 * @PATCH_MEASURED: there is a results file, some of whose cells may be invalid
 * @PATCH_SAME: what is measured is byte by byte that of the patch before
 * @PATCH_UNBUILT: does not build; the next one that does has its effect too
 * @PATCH_INVALID: not one cell: it does not boot, or its modules do not load
 */
enum patch_state { PATCH_MEASURED, PATCH_SAME, PATCH_UNBUILT, PATCH_INVALID };

/**
 * struct patch_row - the base, or a patch of the series
 * @state: of the base PATCH_MEASURED
 * @results: its own, owned; NULL where it is not measured
 * @reason: why not; empty where that is clear
 * @subject: of the base its name
 */
struct patch_row {
	enum patch_state state;
	struct results *results;
	char *reason;
	char *subject;
};

/**
 * struct patch_change - a cell, or a slope, after a patch
 * @value: what it costs; NaN without a number
 * @by: change by this patch, and those before it that have no number; NaN where
 *	nothing is there to compare with
 * @sum: change by all patches up to this one; NaN likewise
 * @by_verdict: of @by, if that is a number
 * @sum_verdict: of @sum, if that is a number
 * @ratio: of @value and what @by is measured by; 1 for no change; NaN of a slope
 */
struct patch_change {
	double value, by, sum, ratio;
	enum stats_verdict by_verdict, sum_verdict;
};

/**
 * struct patch_track - one benchmark after one patch
 * @against: row that @by is measured by: the nearest before that is valid here
 * @slope: cost of one more vCPU
 * @cells: by the sizes of struct patches
 * @invalid: why a cell is invalid, or NULL; belongs to the results
 * @invalid_vcpus: which size, 0 for all; the first of @nr_invalid
 */
struct patch_track {
	size_t against;
	struct patch_change slope;
	struct patch_change *cells;
	const char *invalid;
	unsigned int invalid_vcpus;
	size_t nr_invalid;
};

/**
 * struct patches - a series on a base
 * @name: of the series
 * @command: what measures it again; NULL where that is not known
 * @rows: @nr rows, the base first
 * @benches: @nr_benches benchmarks with their units, sorted; belong to the results
 * @sizes: @nr_sizes numbers of vCPUs, rising
 * @tracks: @nr times @nr_benches, a row's side by side; of the base too
 * @verdict: the worst of all patches by themselves, and of their sum
 */
struct patches {
	const char *name;
	const char *command;
	struct patch_row *rows;
	size_t nr, room;
	const struct results_cell **benches;
	size_t nr_benches, room_benches;
	unsigned int *sizes;
	size_t nr_sizes, room_sizes;
	struct patch_track *tracks;
	enum stats_verdict verdict;
};

/**
 * patches__compare() - judge the rows
 * @p: has its rows, the first one measured; gets the rest
 *
 * Only counts that repeat are taken: each kernel has boots of its own.
 *
 * Return: 0, -EINVAL (files that cannot be compared, or nothing exact in them) or
 * -ENOMEM.
 */
int patches__compare(struct patches *p, const struct compare_options *options,
		     struct why *why);

/** patches__free() - free all that @p points to */
void patches__free(struct patches *p);

/** patches__track() - a benchmark after a patch */
const struct patch_track *patches__track(const struct patches *p, size_t row, size_t bench);

/**
 * patches__verdict() - what a patch did by itself, the worst of its cells and slopes
 *
 * Return: STATS_SAME where it has no number.
 */
enum stats_verdict patches__verdict(const struct patches *p, size_t row);

/** patches__has_numbers() - has a row a benchmark that is valid? */
bool patches__has_numbers(const struct patches *p, size_t row);

/** patches__last() - the last row that is measured */
size_t patches__last(const struct patches *p);

#endif
