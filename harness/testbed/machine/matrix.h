/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * matrix.h - which cells of which kernel are to be measured in which round, and
 * what has come of each.
 */
#ifndef TESTBED_MACHINE_MATRIX_H
#define TESTBED_MACHINE_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#define SIDES		2	/* base, head */
#define NAME_SIZE	128

/**
 * struct record - a cell of one side in one round
 * @text:	its lines of the results file, NULL while nothing has come
 * @length:	of @text in bytes
 * @samples:	sample lines in @text
 * @least:	of the samples, once there is one
 * @done:	nothing more will come
 * @spared:	not to be measured unless other rounds of the cell differ
 */
struct record {
	char *text;
	size_t length;
	unsigned int samples;
	double least;
	bool done;
	bool spared;
};

/**
 * struct matrix - all there is to measure
 * @nr_sides:	1 if there is no head, else SIDES
 * @nr_cells:	benchmarks times sizes
 * @rounds:	at least 1
 * @cells:	@nr_cells names, as in a results file less "Benchmark"
 * @weights:	how long each takes, in no unit
 * @took:	CPU seconds that each took at most, of either side
 * @records:	sides x rounds x cells
 * @tainted:	sides x cells: why the cell is not tried again, NULL if it may be
 */
struct matrix {
	unsigned int nr_sides;
	unsigned int nr_cells;
	unsigned int rounds;
	char (*cells)[NAME_SIZE];
	double *weights;
	double *took;
	struct record *records;
	char **tainted;
};

/**
 * matrix__create() - lay out the matrix
 * @m:		to fill in
 * @names:	benchmarks' names, @nr_names of them
 * @sizes:	vCPU counts, @nr_sizes of them
 * @rounds:	rounds
 *
 * Return: 0 or -ENOMEM.
 */
int matrix__create(struct matrix *m, char (*names)[NAME_SIZE], unsigned int nr_names,
		   const unsigned int *sizes, unsigned int nr_sizes, unsigned int rounds);

/** matrix__record() - the record of a side (0, 1), round (from 1) and cell */
struct record *matrix__record(const struct matrix *m, int side, unsigned int round,
			      unsigned int cell);

/** matrix__find() - the index of a cell's name of @length bytes, or -1 */
int matrix__find(const struct matrix *m, const char *name, size_t length);

/** matrix__append() - add a line, given without its end, to a record; 0 or -ENOMEM */
int matrix__append(struct record *r, const char *line);

/** matrix__taint() - do not try a side's cell again, in any round */
void matrix__taint(struct matrix *m, int side, unsigned int cell, const char *why);

/** matrix__note() - a sample line has come */
void matrix__note(struct record *r, double value);

/** matrix__spare() - do not measure a cell in this round, if others show that it repeats */
void matrix__spare(struct matrix *m, unsigned int round, unsigned int cell);

/**
 * matrix__ask_again() - open the spared rounds of cells that do not repeat
 *
 * To be called when nothing is open. Both sides get the same rounds.
 *
 * Return: how many cells that were.
 */
unsigned int matrix__ask_again(struct matrix *m);

/** matrix__is_open() - is this cell still to be measured? */
bool matrix__is_open(const struct matrix *m, int side, unsigned int round, unsigned int cell);

/** matrix__progress() - the share of the work that is done, 0 to 1 */
double matrix__progress(const struct matrix *m);

#endif
