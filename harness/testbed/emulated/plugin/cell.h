/* SPDX-License-Identifier: GPL-2.0-only */
/* cell.h - the cell that is profiled: its windows, and its file. */
#ifndef EMULATED_PLUGIN_CELL_H
#define EMULATED_PLUGIN_CELL_H

#include "cache.h"
#include "counts.h"

#define CELL_NAME_SIZE	128

/** cell__begin() - a cell without windows; @name as in a results file less "Benchmark" */
void cell__begin(const char *name, unsigned long ops);

/**
 * cell__window() - say what the window that has ended was
 * @kind:	WINDOW_NONE forgets it
 * @cost:	of the batch, by the benchmark's clock
 * @insns:	that were seen
 *
 * Windows of the least cost are kept, by kind: a cell's number is that of them.
 */
void cell__window(enum window kind, uint64_t cost, uint64_t insns);

/**
 * cell__write() - write the cell's file, which appears whole or not at all
 * @dir:	directory, which is made
 * @sizes:	of the caches
 * @interface:	version of QEMU's plugin interface
 *
 * Return: 0 or a negative errno.
 */
int cell__write(const char *dir, const struct cache_sizes *sizes, int interface);

#endif
