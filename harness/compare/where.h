/* SPDX-License-Identifier: GPL-2.0-only */
/* where.h - which functions account for a cell's difference, by the profiles of both sides. */
#ifndef COMPARE_WHERE_H
#define COMPARE_WHERE_H

#include "comparison.h"
#include "profile/profile.h"

/**
 * struct where_function - a function that differs
 * @name: as in the source
 * @module: "kernel", "kvm", "user", "guest"
 * @side: its counts an operation, of base and head; zeroes where it is not executed
 * @slope: instructions for one more vCPU, of base and head; NaN with one size
 * @line: the line that differs most, "arch/x86/kvm/irq_comm.c:66": of the head, or of the
 *	  base where the head has none; else where the function is declared; NULL where
 *	  nothing is known
 * @line_by: instructions that this line accounts for; NaN for a declaration
 */
struct where_function {
	const char *name;
	const char *module;
	struct profile_counts side[2];
	double slope[2];
	char *line;
	double line_by;
};

/**
 * struct where_cell - a cell of which both sides have a profile
 * @cell: in the comparison; its unit is insns/op
 * @from: the other size that slopes are of; 0 where there is none
 * @total: sum over all functions, of base and head
 * @rest: what the cell's number has and the functions have not, of base and head;
 *	  0 where they add up
 * @batch_rest: the same of the batch that was profiled, the least of its round
 * @functions: @nr of them, those whose instructions differ, the largest difference first
 */
struct where_cell {
	const struct compare_cell *cell;
	unsigned int from;
	struct profile_counts total[2];
	double rest[2];
	double batch_rest[2];
	struct where_function *functions;
	size_t nr;
};

/**
 * struct compare_where - the profiles of two runs
 * @profile: of base and head; NULL where there is none
 * @broken: what is wrong with one that cannot be read
 * @cells: @nr of them: of each benchmark the largest size that both profiles have
 */
struct compare_where {
	struct profile *profile[2];
	struct why broken[2];
	struct where_cell *cells;
	size_t nr;
};

#define WHERE_EXACT	1e-6	/* a difference of counts that is rounding */

/**
 * where__load() - read the profiles beside two runs
 * @side: base and head; where both have a profile they get a cell in each unit that
 *	  profiles count, for each of their cells that was profiled: such cells are
 *	  compared as others are, and are no part of the verdict
 * @out: to be freed with where__free(), also after an error
 *
 * Return: 0 or -ENOMEM.
 */
int where__load(struct results *side[2], struct compare_where **out);

/**
 * where__explain() - compare the profiles of two runs
 * @c: the comparison of these runs; c->where becomes @w where both have one
 *
 * A profile that is broken, or missing on one side, is a warning of the comparison.
 *
 * Return: 0 or -ENOMEM.
 */
int where__explain(struct comparison *c, struct compare_where *w);

/** where__tells() - is this a cell of a profile's unit, which where__of() tells better? */
bool where__tells(const struct comparison *c, const struct compare_cell *cell);

/** where__free() - NULL is allowed */
void where__free(struct compare_where *w);

/** where__of() - the profile of a cell's benchmark, or NULL */
const struct where_cell *where__of(const struct comparison *c, const struct compare_cell *cell);

/** where_cell__adds_up() - do the functions make up the cell's number on both sides? */
bool where_cell__adds_up(const struct where_cell *w);

/** where_cell__fits_batch() - do they make up the batch that was profiled? */
bool where_cell__fits_batch(const struct where_cell *w);

#endif
