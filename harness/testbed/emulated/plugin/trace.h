/* SPDX-License-Identifier: GPL-2.0-only */
/* trace.h - follow the CPU from block to block, and through its caches. */
#ifndef EMULATED_PLUGIN_TRACE_H
#define EMULATED_PLUGIN_TRACE_H

#include "cache.h"
#include "code.h"

/** enum trace_of - all; what the current task executes; what any task but the idle one does */
enum trace_of { TRACE_ALL, TRACE_THREAD, TRACE_TASKS };

/** trace__start() - nothing was executed, the caches are empty; 0 or -ENOMEM */
int trace__start(const struct cache_sizes *sizes);

/** trace__enter() - the CPU enters a block */
void trace__enter(struct block *b);

/** trace__access() - an instruction has accessed memory */
void trace__access(struct insn *insn, uint32_t info, uint64_t vaddr);

/**
 * trace__open() - a window begins behind instruction @at of the current block
 * @of:		of what is executed, what is in it
 */
void trace__open(unsigned int at, enum trace_of of);

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
