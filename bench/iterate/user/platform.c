// SPDX-License-Identifier: GPL-2.0-only
/* platform.c - the ground of the form in user space. */
#include <sched.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include "../set.h"
#include "counts.h"
#include "guests/mark.h"

/*
 * Objects of this size share slabs of 32 KiB in the kernel (calculate_order() of
 * mm/slub.c). Where in a page an object begins decides which sets of a cache
 * its lines fall into: so the same here.
 */
#define SLAB_SIZE	32768
#define OBJECTS_A_SLAB	(SLAB_SIZE / sizeof(union object))
#define LINE		64

/* Objects of a cache are all freed together. */
struct cache {
	char *memory;
	unsigned int used;
};

/*
 * The kernel sees its slabs through huge pages of the direct map. So do we, if
 * there are any to be had: fewer TLB misses, and the same places in a cache that
 * goes by physical addresses in each run.
 */
#define HUGE_PAGE	(2ul << 20)
#define CACHE_SIZE	((ITERATE_MAX_OBJECTS / OBJECTS_A_SLAB + 1) * (size_t)SLAB_SIZE + HUGE_PAGE)

void *platform__create_cache(void)
{
	struct cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		return NULL;
	cache->memory = mmap(NULL, CACHE_SIZE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (cache->memory != MAP_FAILED) {
		(void)madvise(cache->memory, CACHE_SIZE, MADV_HUGEPAGE);
		return cache;
	}
	free(cache);
	return NULL;
}

void platform__destroy_cache(void *cache)
{
	struct cache *c = cache;

	munmap(c->memory, CACHE_SIZE);
	free(c);
}

union object *platform__alloc(void *cache)
{
	struct cache *c = cache;
	uintptr_t first = ((uintptr_t)c->memory + HUGE_PAGE - 1) & -HUGE_PAGE;
	unsigned int slab = c->used / OBJECTS_A_SLAB, in_slab = c->used % OBJECTS_A_SLAB;

	c->used++;
	return (union object *)(first + slab * (uintptr_t)SLAB_SIZE + in_slab * sizeof(union object));
}

void platform__free(void *cache, union object *object)
{
	(void)cache;
	(void)object;
}

/* A kmalloc() of the kernel begins on a cache line if it is as large as one. */
void *platform__alloc_bytes(size_t size)
{
	size_t whole = (size + LINE - 1) & -(size_t)LINE;
	void *bytes = aligned_alloc(LINE, whole);

	return bytes ? memset(bytes, 0, whole) : NULL;
}

void platform__free_bytes(void *bytes)
{
	free(bytes);
}

/* The xarray allocates its nodes with these. */
struct kmem_cache *radix_tree_node_cachep;

void *kmem_cache_alloc_lru(struct kmem_cache *cache, struct list_lru *lru, gfp_t gfp)
{
	struct xa_node *node = platform__alloc_bytes(sizeof(*node));

	(void)cache;
	(void)lru;
	(void)gfp;
	if (node)
		CDS_INIT_LIST_HEAD(&node->private_list);
	return node;
}

void kmem_cache_free(struct kmem_cache *cache, void *node)
{
	(void)cache;
	free(node);
}

void radix_tree_node_rcu_free(struct rcu_head *head)
{
	free(container_of(head, struct xa_node, rcu_head));
}

static u64 now(void)
{
	struct timespec ts;

	if (RUNNING_ON_VALGRIND)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

u64 platform__start(bool insns)
{
	(void)insns;
	return now();
}

u64 platform__stop(bool insns)
{
	(void)insns;
	return now();
}

unsigned long platform__begin(void)
{
	CALLGRIND_ZERO_STATS;
	mark__begin();
	return 0;
}

void platform__end(unsigned long state)
{
	(void)state;
	mark__end();
	CALLGRIND_DUMP_STATS_AT(counts__cell);
}

/* The simulated caches know no clflush: read more than they hold. */
bool platform__evict_all(void)
{
	static volatile char sweep[2 * COUNTS_LL_SIZE];
	size_t i;

	if (!RUNNING_ON_VALGRIND)
		return false;
	for (i = 0; i < sizeof(sweep); i += LINE)
		(void)sweep[i];
	return true;
}

void platform__flush(const void *start, size_t size)
{
	uintptr_t line = (uintptr_t)start & -(uintptr_t)LINE;

	for (; line < (uintptr_t)start + size; line += LINE)
		__builtin_ia32_clflush((void *)line);
	__builtin_ia32_mfence();
}

void platform__synchronize(enum iterate_kind kind)
{
	if (kind == ITERATE_MB_LIST)
		urcu_mb_synchronize_rcu();
	else
		urcu_memb_synchronize_rcu();
}

static struct {
	pthread_t thread;
	struct set *set;
	enum iterate_kind kind;
	volatile bool stop;
	volatile u64 changes;
} writer;

static void *write_on(void *unused)
{
	(void)unused;
	while (!writer.stop) {
		set__change(writer.set, writer.kind);
		writer.changes += 2;
	}
	return NULL;
}

bool platform__start_writer(struct set *set, enum iterate_kind kind)
{
	if (RUNNING_ON_VALGRIND || sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return false;
	writer.set = set;
	writer.kind = kind;
	writer.stop = false;
	writer.changes = 0;
	if (pthread_create(&writer.thread, NULL, write_on, NULL))
		return false;
	while (kind > ITERATE_PLAIN && !writer.changes)
		sched_yield();
	return true;
}

u64 platform__stop_writer(void)
{
	writer.stop = true;
	pthread_join(writer.thread, NULL);
	return writer.changes;
}
