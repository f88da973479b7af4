/* SPDX-License-Identifier: GPL-2.0-only */
/* trace.h - follow the CPU from block to block, and through its caches. */
#ifndef EMULATED_PLUGIN_TRACE_H
#define EMULATED_PLUGIN_TRACE_H

#include "cache.h"
#include "code.h"

/** trace__start() - nothing was executed, the caches are empty; 0 or -ENOMEM */
int trace__start(const struct cache_sizes *sizes);

/** trace__enter() - the CPU enters a block */
void trace__enter(struct block *b);

/** trace__access() - an instruction has accessed memory */
void trace__access(struct insn *insn, uint32_t info, uint64_t vaddr);

/**
 * trace__open() - a window begins behind instruction @at of the current block
 * @thread:	of what is executed, that of the current task alone is in it
 */
void trace__open(unsigned int at, bool thread);

/**
 * trace__close() - a window ends before instruction @at of the current block
 *
 * A reading of the TSC just before is not of the window: the time ends with what was
 * executed before it.
 *
 * Return: the instructions in the window; 0 if none is open.
 */
uint64_t trace__close(unsigned int at);

#endif
