// SPDX-License-Identifier: GPL-2.0-only
/* matrix.c - bookkeeping of cells, sides and rounds. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matrix.h"

/* Set-up and teardown of a VM dominate: most of it grows with the vCPUs. For progress alone. */
static double weight(unsigned int vcpus)
{
	return 5 + vcpus;
}

int matrix__create(struct matrix *m, char (*names)[NAME_SIZE], unsigned int nr_names,
		   const unsigned int *sizes, unsigned int nr_sizes, unsigned int rounds)
{
	unsigned int i, j, n = 0;

	m->nr_sides = SIDES;
	m->nr_cells = nr_names * nr_sizes;
	m->rounds = rounds;
	m->cells = calloc(m->nr_cells, sizeof(*m->cells));
	m->weights = calloc(m->nr_cells, sizeof(*m->weights));
	m->took = calloc(m->nr_cells, sizeof(*m->took));
	m->records = calloc((size_t)SIDES * rounds * m->nr_cells, sizeof(*m->records));
	m->tainted = calloc(SIDES * m->nr_cells, sizeof(*m->tainted));
	if (!m->cells || !m->weights || !m->took || !m->records || !m->tainted)
		return -ENOMEM;
	for (i = 0; i < nr_names; i++) {
		for (j = 0; j < nr_sizes; j++, n++) {
			snprintf(m->cells[n], NAME_SIZE, "%.100s/vcpus=%u", names[i], sizes[j]);
			m->weights[n] = weight(sizes[j]);
		}
	}
	return 0;
}

struct record *matrix__record(const struct matrix *m, int side, unsigned int round,
			      unsigned int cell)
{
	return &m->records[((size_t)side * m->rounds + round - 1) * m->nr_cells + cell];
}

int matrix__find(const struct matrix *m, const char *name, size_t length)
{
	unsigned int i;

	for (i = 0; i < m->nr_cells; i++)
		if (strlen(m->cells[i]) == length && !memcmp(m->cells[i], name, length))
			return i;
	return -1;
}

int matrix__append(struct record *r, const char *line)
{
	size_t length = strlen(line);
	char *text = realloc(r->text, r->length + length + 2);

	if (!text)
		return -ENOMEM;
	r->text = text;
	r->length += sprintf(text + r->length, "%s\n", line);
	return 0;
}

void matrix__taint(struct matrix *m, int side, unsigned int cell, const char *why)
{
	char **tainted = &m->tainted[side * m->nr_cells + cell];

	if (!*tainted)
		*tainted = strdup(why);
}

bool matrix__is_open(const struct matrix *m, int side, unsigned int round, unsigned int cell)
{
	const struct record *r = matrix__record(m, side, round, cell);

	return !r->done && !r->spared && !m->tainted[side * m->nr_cells + cell];
}

void matrix__note(struct record *r, double value)
{
	if (!r->samples++ || value < r->least)
		r->least = value;
}

void matrix__spare(struct matrix *m, unsigned int round, unsigned int cell)
{
	unsigned int side;

	for (side = 0; side < m->nr_sides; side++)
		matrix__record(m, side, round, cell)->spared = true;
}

/* Have all rounds that measured a side's cell the same value? */
static bool repeats(const struct matrix *m, int side, unsigned int cell)
{
	const struct record *first = NULL, *r;
	unsigned int round;

	for (round = 1; round <= m->rounds; round++) {
		r = matrix__record(m, side, round, cell);
		if (!r->samples)
			continue;
		if (first && r->least != first->least)
			return false;
		first = r;
	}
	return true;
}

unsigned int matrix__ask_again(struct matrix *m)
{
	unsigned int cell, round, side, asked, n = 0;

	for (cell = 0; cell < m->nr_cells; cell++) {
		if (repeats(m, 0, cell) && repeats(m, m->nr_sides - 1, cell))
			continue;
		asked = 0;
		for (round = 1; round <= m->rounds; round++) {
			for (side = 0; side < m->nr_sides; side++) {
				struct record *r = matrix__record(m, side, round, cell);

				asked += r->spared;
				r->spared = false;
			}
		}
		n += !!asked;
	}
	return n;
}

double matrix__progress(const struct matrix *m)
{
	double done = 0, all = 0;
	unsigned int side, round, cell;

	for (side = 0; side < m->nr_sides; side++) {
		for (round = 1; round <= m->rounds; round++) {
			for (cell = 0; cell < m->nr_cells; cell++) {
				all += m->weights[cell];
				if (!matrix__is_open(m, side, round, cell))
					done += m->weights[cell];
			}
		}
	}
	return all ? done / all : 1;
}
