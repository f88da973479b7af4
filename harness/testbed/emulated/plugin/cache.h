/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cache.h - caches that are simulated: sets, ways, the least recently used line is
 * replaced. Addresses are physical. No prefetcher, no write buffer; a store that
 * misses takes the line as a load does. Levels do not include each other.
 */
#ifndef EMULATED_PLUGIN_CACHE_H
#define EMULATED_PLUGIN_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CACHE_LINE		64
#define CACHE_LINE_SHIFT	6
#define CACHE_MAX_WAYS		64
#define CACHE_EPOCH_SHIFT	48	/* lines of physical addresses have fewer bits */

/** struct cache_size - @bytes in all, in sets of @ways lines */
struct cache_size {
	uint32_t bytes, ways;
};

/**
 * struct cache - one of them
 * @ways:	lines a set
 * @mask:	number of sets less one
 * @epoch:	of what is in it, in the upper bits of a tag
 * @tags:	@ways a set, most recently used first
 */
struct cache {
	uint32_t ways, mask;
	uint64_t epoch;
	uint64_t *tags;
};

enum { CACHE_I1, CACHE_D1, CACHE_L2, CACHE_LL, CACHE_LEVELS };

/** struct cache_sizes - the geometry of a hierarchy, by CACHE_I1 and so on */
struct cache_sizes {
	struct cache_size at[CACHE_LEVELS];
};

/** struct caches - a hierarchy: both first levels are backed by L2, and that by LL */
struct caches {
	struct cache at[CACHE_LEVELS];
};

/** enum cache_miss - bits: which levels an access missed */
enum cache_miss { CACHE_MISS_1 = 1, CACHE_MISS_L2 = 2, CACHE_MISS_LL = 4 };

extern const struct cache_sizes cache__default;

/**
 * cache__parse() - read "l1d=32K:8,l2=1M:16,ll=32M:16"
 * @sizes:	gets it; levels that are not named keep their size
 * @text:	levels l1i, l1d, l2, ll, each with its size (K and M are binary) and
 *		its ways; the number of sets has to be a power of two. Levels are
 *		separated by a comma or a plus sign
 *
 * Return: NULL, or what is wrong with the part at *@text, which then is there.
 */
const char *cache__parse(struct cache_sizes *sizes, const char **text);

/** caches__create() - empty caches; 0 or -ENOMEM */
int caches__create(struct caches *c, const struct cache_sizes *sizes);

/** caches__destroy() - free what caches__create() has allocated */
void caches__destroy(struct caches *c);

/** caches__empty() - forget all lines */
void caches__empty(struct caches *c);

/** caches__search() - as caches__access() */
unsigned int caches__search(struct caches *c, int first, uint64_t line);

/**
 * caches__access() - access one line, by its number
 * @first:	CACHE_I1 or CACHE_D1
 *
 * Return: bits of enum cache_miss.
 */
static inline unsigned int caches__access(struct caches *c, int first, uint64_t line)
{
	const struct cache *cache = &c->at[first];

	/* Where it is the most recently used one of its set, nothing changes. */
	if (cache->tags[(size_t)(line & cache->mask) * cache->ways] ==
	    (cache->epoch << CACHE_EPOCH_SHIFT | line))
		return 0;
	return caches__search(c, first, line);
}

#endif
