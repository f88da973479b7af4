/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * profile.h - where a cell's instructions and misses are, by function and by line.
 *
 * All counts are those of one operation, without what the empty loop costs.
 */
#ifndef PROFILE_PROFILE_H
#define PROFILE_PROFILE_H

#include <stddef.h>

#include "counts.h"
#include "lib/why.h"

/**
 * struct profile_line - a line of the source
 * @file: where it is written, as "arch/x86/kvm/irq_comm.c"; of inlined code the file
 *	  that it was written in
 * @line: its number
 */
struct profile_line {
	char *file;
	unsigned int line;
	struct profile_counts counts;
};

/**
 * struct profile_function - a function with all its parts, without what it calls
 * @world: where it is executed, see raw.h
 * @module: "kernel", the name of a module, "user", "guest"
 * @name: as in the source
 * @file: where it is declared; NULL where no debug information says
 * @line: likewise; 0
 * @counts: its own
 * @lines: @nr_lines of them, by file and number; none without debug information
 */
struct profile_function {
	char world;
	char *module;
	char *name;
	char *file;
	unsigned int line;
	struct profile_counts counts;
	struct profile_line *lines;
	size_t nr_lines;
	size_t room_lines;
};

/**
 * struct profile_call - calls from a function to another
 * @caller: number of the function in the cell
 * @callee: likewise
 * @calls: how many
 * @counts: of the callee and of all that it calls
 */
struct profile_call {
	size_t caller;
	size_t callee;
	double calls;
	struct profile_counts counts;
};

/**
 * struct profile_cell - a benchmark at a number of vCPUs
 * @bench: as in struct results_cell
 * @vcpus: as in struct results_cell
 * @round: of the run, from 1; 0 where it is not known
 * @ops: operations of a batch
 * @windows: batches that were counted
 * @functions: @nr_functions, by world, module, name, file
 * @calls: @nr_calls, by caller, callee
 */
struct profile_cell {
	char *bench;
	unsigned int vcpus;
	double round;
	double ops;
	double windows;
	struct profile_function *functions;
	size_t nr_functions;
	size_t room_functions;
	struct profile_call *calls;
	size_t nr_calls;
	size_t room_calls;
};

/**
 * struct profile - a run's
 * @cache: the simulated caches, in the machine's words; NULL where it does not say
 * @cells: @nr_cells, by benchmark, vCPUs
 */
struct profile {
	char *cache;
	struct profile_cell *cells;
	size_t nr_cells;
	size_t room_cells;
};

/** profile__free() - NULL is allowed */
void profile__free(struct profile *p);

/** profile_cell__free() - free what a cell holds */
void profile_cell__free(struct profile_cell *cell);

/** profile__find() - the profile of a cell, or NULL */
const struct profile_cell *profile__find(const struct profile *p, const char *bench,
					 unsigned int vcpus);

/** profile_cell__total() - the sum over all functions */
struct profile_counts profile_cell__total(const struct profile_cell *cell);

/** profile_function__compare() - order by world, module, name, file; as strcmp() */
int profile_function__compare(const struct profile_function *a,
			      const struct profile_function *b);

/** profile_line__add() - add to a line of a function; 0 or -ENOMEM */
int profile_line__add(struct profile_function *f, const char *file, unsigned int line,
		      const struct profile_counts *counts, double times);

/** profile__sort() - bring the cells into their order */
void profile__sort(struct profile *p);

#define PROFILE_DIR	".profile"	/* instead of ".txt": the run's folder of profiles */
#define PROFILE_TABLE	"functions.tsv"	/* in it: all cells, as profile__load() reads them */
#define PROFILE_PATH	4096		/* bytes for profile__dir() */

/**
 * profile__dir() - the folder beside a run's results
 * @buf: PROFILE_PATH bytes
 * @results: path of RUN.txt
 *
 * Return: @buf, RUN.profile.
 */
const char *profile__dir(char *buf, const char *results);

#endif
