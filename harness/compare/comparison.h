/* SPDX-License-Identifier: GPL-2.0-only */
/* comparison.h - two results files side by side, and the verdict on them. */
#ifndef COMPARE_COMPARISON_H
#define COMPARE_COMPARISON_H

#include "results/results.h"
#include "stats/shift.h"

struct compare_noise;

/**
 * struct compare_options - what the user decides about a comparison
 * @threshold: relative change that does not matter, 0.02 for 2 %; NaN for
 *	       each unit's own default
 * @force: compare what is not comparable, with a warning instead of an error
 * @noise: the newest A/A of this base and machine: no cell that does not repeat has
 *	   changed by less than it differed there. NULL: none is known. Borrowed
 */
struct compare_options {
	double threshold;
	bool force;
	const struct compare_noise *noise;
};

/**
 * struct compare_side - one side of a cell
 * @cell: the samples; NULL when there are none
 * @rounds: one value a round, by rising round
 * @nr: number of rounds
 * @extremes: of a count that varies, its least batch and its greatest, but for one that
 *	      alone is as far; NaN where it has no round of enough batches, and of
 *	      everything else
 * @quartiles: of a count that varies, the lower and upper quartile of a round's batches, at
 *	       the median of rounds; NaN as above
 */
struct compare_side {
	const struct results_cell *cell;
	struct sample *rounds;
	size_t nr;
	double extremes[2];
	double quartiles[2];
};

/**
 * struct compare_cell - one cell that both sides have, or that is invalid
 * @bench: as in struct results_cell
 * @vcpus: as in struct results_cell
 * @unit: what the numbers mean; NULL when neither side has a sample
 * @base: NaN-free only if both sides have samples, see @change
 * @head: the other side
 * @exact: its counts repeat, and are judged as they are; otherwise as times are
 * @varies: its benchmark is known not to repeat, or seen not to
 * @floor: what this cell of one kernel differed by in the A/A, 0.02 for 2 %; 0 where
 *	   that is not known
 * @shared: of few rounds of an exact cell whose sides differ, a value that batches of both
 *	    have; NaN where there is none
 * @change: the estimates; NaN where an invalid cell has no samples
 * @invalid: why it is invalid, NULL otherwise
 */
struct compare_cell {
	const char *bench;
	unsigned int vcpus;
	const struct unit *unit;
	struct compare_side base;
	struct compare_side head;
	bool exact;
	bool varies;
	double floor;
	double shared;
	struct stats_change change;
	const char *invalid;
};

/**
 * struct compare_line - cost = fixed + slope x vCPUs of one side
 * @misfit: see stats__misfit()
 * @p_line: see stats__lack_of_fit(); NaN in exact units
 */
struct compare_line {
	double misfit;
	double p_line;
};

/**
 * struct compare_part - one of the two parameters of a line
 * @change: base and head, and their difference
 * @rounds: one value a round that has every size, of base and head
 * @exact: as of a cell: the rounds of each side agree
 * @extremes: how far the lines through the least batches and through the greatest differ;
 *	      NaN where cells have none
 * @floor: difference that does not matter, in the parameter's unit
 * @bound: what the A/A's floor of the cell that shows it most makes of it; 0 where
 *	   that is not known
 * @scale: what values are divided by before they are tested beside those of other
 *	   benchmarks
 */
struct compare_part {
	struct stats_change change;
	struct sample *rounds[2];
	bool exact;
	double extremes[2];
	double floor;
	double bound;
	double scale;
};

/**
 * struct compare_slope - one benchmark in one unit over its sizes
 * @bench: as in struct results_cell
 * @unit: unit of the cells; the slope's is this per vCPU
 * @cells: its cells, in rising size, @nr_cells of them, in struct comparison
 * @from: smallest size that the line is fitted to
 * @to: largest size
 * @part: the line is one below or above a bend, and the other has a line of its own
 * @base: line of the base
 * @head: line of the head
 * @slope: cost of one more vCPU, in unit/vCPU
 * @fixed: cost at 0 vCPUs, in the unit
 * @nr_base: rounds of the base that have every size
 * @nr_head: rounds of the head
 * @fits: the cells of both sides are on a line
 * @counted: is part of the report and of the whole verdict: either it fits, or
 *	     it does not matter because no cell changed
 */
struct compare_slope {
	const char *bench;
	const struct unit *unit;
	const struct compare_cell *cells;
	size_t nr_cells;
	unsigned int from;
	unsigned int to;
	bool part;
	struct compare_line base;
	struct compare_line head;
	struct compare_part slope;
	struct compare_part fixed;
	size_t nr_base;
	size_t nr_head;
	bool fits;
	bool counted;
};

#define COMPARE_BASE	1u
#define COMPARE_HEAD	2u

/**
 * struct compare_missing - sizes of a benchmark that cannot be compared
 * @bench: as in struct results_cell
 * @sides: of a skipped one, who skipped it: COMPARE_BASE, COMPARE_HEAD or
 *	   both; of another, who alone has it
 * @reason: why it was skipped; NULL: it is simply not in the other file
 * @vcpus: @nr_vcpus sizes, rising; empty for every size
 */
struct compare_missing {
	const char *bench;
	unsigned int sides;
	const char *reason;
	unsigned int *vcpus;
	size_t nr_vcpus;
	size_t room_vcpus;
};

/**
 * struct compare_floor - of one cell in an A/A
 * @bench: its benchmark, cut to what fits
 * @vcpus: its size
 * @unit: its unit, cut to what fits
 * @floor: 95 of 100 divisions differed by at most this, 0.02 for 2 %
 */
struct compare_floor {
	char bench[96];
	unsigned int vcpus;
	char unit[32];
	double floor;
};

/**
 * struct compare_noise - what a kernel differs from itself on this machine
 * @run: id of the newest such run, begins with its date; empty without any
 * @kernel: which kernel it was
 * @divisions: ways in which its rounds were divided in two sides
 * @alarms: those in which something was called changed
 * @floor: largest of its cells' noise floors, 0.02 for 2 %
 * @floor_cell: whose it is
 * @mde: largest of its cells' smallest changes that can be seen
 * @mde_cell: whose it is
 * @cells: @nr_cells floors, owned
 */
struct compare_noise {
	char run[64];
	char kernel[64];
	unsigned int divisions;
	unsigned int alarms;
	double floor;
	char floor_cell[96];
	double mde;
	char mde_cell[96];
	struct compare_floor *cells;
	size_t nr_cells;
	size_t room_cells;
};

struct compare_where;	/* see where.h */
struct compare_covered;	/* see covered.h */

/**
 * struct comparison - everything a report needs
 * @base: not owned: must outlive the comparison, which points into it
 * @head: the same
 * @cells: @nr_cells, sorted by bench, unit, vCPUs
 * @slopes: @nr_slopes, sorted by bench, unit
 * @missing: @nr_missing, skipped ones and one-sided ones
 * @warnings: @nr_warnings lines of text
 * @paired: round i of both sides is a pair: they were measured in turn
 * @rho: of times, correlation of a round with the next; 0 when there are none
 * @nr_tests: cells and slopes of times that were tested together
 * @where: functions that account for differences, or NULL; for who has looked, see
 *	   where__find(), and frees it
 * @covered: which functions differ, and which of them were executed, or NULL; for who
 *	     has looked, see covered__judge(), and frees it
 * @ranks: private: see stats__shift()
 * @verdict: the worst of the cells and of the slopes that are counted, and of whether
 *	     anything that differs was executed
 */
struct comparison {
	const struct results *base;
	const struct results *head;
	struct compare_options options;
	struct compare_cell *cells;
	size_t nr_cells;
	size_t room_cells;
	struct compare_slope *slopes;
	size_t nr_slopes;
	size_t room_slopes;
	struct compare_missing *missing;
	size_t nr_missing;
	size_t room_missing;
	char **warnings;
	size_t nr_warnings;
	size_t room_warnings;
	bool paired;
	double rho;
	size_t nr_tests;
	struct compare_where *where;
	struct compare_covered *covered;
	struct stats_ranks ranks;
	enum stats_verdict verdict;
};

/** compare__free() - free a comparison but not its results; NULL is allowed */
void compare__free(struct comparison *c);

/* The parts that compare__results() is made of. */

/**
 * compare__warn() - add a warning to the report
 *
 * Return: 0 or -ENOMEM.
 */
int compare__warn(struct comparison *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * compare__rule() - how two sides are distinguished in this unit
 */
struct stats_rule compare__rule(const struct comparison *c,
				const struct unit *unit);

/**
 * compare__cell_rule() - how the sides of a cell are distinguished
 */
struct stats_rule compare__cell_rule(const struct comparison *c,
				     const struct compare_cell *cell);

/** compare__same_rounds() - do both have the same rounds, in the same order? */
bool compare__same_rounds(const struct sample *a, size_t na,
			  const struct sample *b, size_t nb);

/** compare__check() - may these two be compared? 0, -EINVAL or -ENOMEM */
int compare__check(struct comparison *c, struct why *why);

/**
 * compare__cells() - fill in c->cells, each judged by itself
 *
 * Return: 0, -EINVAL (no cell in common) or -ENOMEM.
 */
int compare__cells(struct comparison *c, struct why *why);

/** compare__doubts() - warn of what weakens the numbers; 0 or -ENOMEM */
int compare__doubts(struct comparison *c);

/** compare__missing() - fill in c->missing; 0 or -ENOMEM */
int compare__missing(struct comparison *c);

/** compare__reduce() - a value a round, by the least batch or the median; 0 or -ENOMEM */
int compare__reduce(struct compare_side *side, const struct results_cell *cell,
		    bool least);

/** compare__judge_cells() - estimate every cell, and judge those that are exact */
int compare__judge_cells(struct comparison *c);

/** compare__slopes() - fit c->slopes to c->cells; 0 or -ENOMEM */
int compare__slopes(struct comparison *c);

/**
 * compare__weigh_slopes() - which slopes count, once every cell has its verdict
 */
void compare__weigh_slopes(struct comparison *c);

/**
 * compare__pair() - were the two measured in turn?
 * @c: c->paired is filled in
 *
 * See results__in_turn(). With too few rounds for a test of pairs, they are taken as
 * independent.
 */
void compare__pair(struct comparison *c);

/** compare__family() - test every cell and slope of times; 0 or -ENOMEM */
int compare__family(struct comparison *c);

#endif
