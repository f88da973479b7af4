/* SPDX-License-Identifier: GPL-2.0-only */
/* names.h - cells and their names in results files. */
#ifndef ITERATE_NAMES_H
#define ITERATE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "../cell.h"

#define NAMES_SIZE	128

/** names__first(), names__next() - go through all benchmarks, in the order of a list */
void names__first(struct iterate_cell *cell);
bool names__next(struct iterate_cell *cell);

/** names__bench() - the name of a cell's benchmark, less "Benchmark" and "/vcpus=" */
void names__bench(const struct iterate_cell *cell, char *name);

/**
 * names__parse() - the cell of a name "Iterate/.../vcpus=N"
 *
 * Return: false if there is no such cell.
 */
bool names__parse(const char *name, struct iterate_cell *cell);

#endif
