/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * platform.h - what the shared sources need of the ground they stand on: the
 * kernel's own list, xarray, RCU and SRCU, or liburcu and the kernel's xarray.
 */
#ifndef ITERATE_PLATFORM_H
#define ITERATE_PLATFORM_H

#ifdef __KERNEL__
#include <linux/atomic.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/xarray.h>
#else
#include "shim.h"
#include <linux/xarray.h>
#endif

#include "cell.h"

union object;
struct set;

/* The full barriers of liburcu's flavour are SRCU's nearest relation there. */
#ifdef __KERNEL__
extern struct srcu_struct iterate_srcu;
#endif

/** platform__create() - an empty cache of objects; NULL when out of memory */
void *platform__create_cache(void);
void platform__destroy_cache(void *cache);

/** platform__alloc() - an object of the cache, its bytes undefined, or NULL */
union object *platform__alloc(void *cache);
void platform__free(void *cache, union object *object);

/** platform__alloc_bytes() - zeroed memory, or NULL */
void *platform__alloc_bytes(size_t size);
void platform__free_bytes(void *bytes);

/**
 * platform__start(), platform__stop() - the clock, TSC or nanoseconds, before and
 * after what is timed; where the TSC counts instructions both mark it for a watcher
 */
u64 platform__start(bool insns);
u64 platform__stop(bool insns);

/** platform__begin(), platform__end() - let nobody in between the two if possible */
unsigned long platform__begin(void);
void platform__end(unsigned long state);

/** platform__evict_all() - empty the caches; false where that is done line by line */
bool platform__evict_all(void);

/** platform__flush() - take these bytes out of all caches */
void platform__flush(const void *start, size_t size);

/** platform__synchronize() - wait for the readers of a kind */
void platform__synchronize(enum iterate_kind kind);

/**
 * platform__start_writer() - have a thread change the set until it is stopped
 *
 * Return: false where there is one CPU only, or no thread to be had; then the
 * caller changes the set between walks.
 */
bool platform__start_writer(struct set *set, enum iterate_kind kind);

/** platform__stop_writer() - Return: changes it has made */
u64 platform__stop_writer(void);

#endif
