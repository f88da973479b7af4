// SPDX-License-Identifier: GPL-2.0-only
/* cache.c - simulate caches. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cache.h"

#define MAX_BYTES	(1u << 30)

const struct cache_sizes cache__default = { {
	[CACHE_I1] = { 32 << 10, 8 },
	[CACHE_D1] = { 32 << 10, 8 },
	[CACHE_L2] = { 1 << 20, 16 },
	[CACHE_LL] = { 32 << 20, 16 },
} };

static const char * const names[CACHE_LEVELS] = { "l1i", "l1d", "l2", "ll" };

static bool is_power_of_two(unsigned long n)
{
	return n && !(n & (n - 1));
}

/* Behind the '=': "32K:8". */
static const char *parse_size(struct cache_size *size, const char **text)
{
	char *end;
	unsigned long bytes = strtoul(*text, &end, 10), ways;

	if (end == *text || **text == '-')
		return "a size is missing, as in l1d=32K:8";
	bytes = *end == 'K' ? bytes << 10 : *end == 'M' ? bytes << 20 : bytes;
	end += *end == 'K' || *end == 'M';
	if (*end != ':')
		return "the ways are missing, as in l1d=32K:8";
	ways = strtoul(end + 1, &end, 10);
	if (!ways || ways > CACHE_MAX_WAYS)
		return "ways are 1 to 64";
	if (bytes > MAX_BYTES || bytes % (ways * CACHE_LINE) ||
	    !is_power_of_two(bytes / ways / CACHE_LINE))
		return "size / ways / 64 bytes has to be a power of two, and a size 1024M at most";
	*size = (struct cache_size){ bytes, ways };
	*text = end;
	return NULL;
}

const char *cache__parse(struct cache_sizes *sizes, const char **text)
{
	const char *wrong;
	int level;

	while (**text) {
		const char *at = *text;
		size_t length = strcspn(at, "=");

		for (level = 0; level < CACHE_LEVELS; level++)
			if (length == strlen(names[level]) && !strncmp(at, names[level], length))
				break;
		if (level == CACHE_LEVELS || !at[length])
			return "levels are l1i, l1d, l2 and ll, as in l1d=32K:8,l2=1M:16";
		at += length + 1;
		wrong = parse_size(&sizes->at[level], &at);
		if (!wrong && *at && !strchr(",+", *at))
			wrong = "levels are separated by commas";
		if (wrong)
			return wrong;
		*text = *at ? at + 1 : at;
	}
	return NULL;
}

int caches__create(struct caches *c, const struct cache_sizes *sizes)
{
	int level;

	memset(c, 0, sizeof(*c));
	for (level = 0; level < CACHE_LEVELS; level++) {
		const struct cache_size *size = &sizes->at[level];
		struct cache *cache = &c->at[level];

		cache->ways = size->ways;
		cache->mask = size->bytes / size->ways / CACHE_LINE - 1;
		cache->tags = calloc(size->bytes / CACHE_LINE, sizeof(*cache->tags));
		if (!cache->tags) {
			caches__destroy(c);
			return -ENOMEM;
		}
	}
	caches__empty(c);	/* a tag of zero is no line */
	return 0;
}

void caches__destroy(struct caches *c)
{
	int level;

	for (level = 0; level < CACHE_LEVELS; level++)
		free(c->at[level].tags);
	memset(c, 0, sizeof(*c));
}

/* A line of another epoch matches none, and goes as the least recently used. */
void caches__empty(struct caches *c)
{
	int level;

	for (level = 0; level < CACHE_LEVELS; level++) {
		struct cache *cache = &c->at[level];

		if (!(++cache->epoch >> (64 - CACHE_EPOCH_SHIFT)))
			continue;
		cache->epoch = 1;
		memset(cache->tags, 0, (cache->mask + 1ul) * cache->ways * sizeof(*cache->tags));
	}
}

/* Return: whether it was there. It is the most recently used one now. */
static bool use(struct cache *cache, uint64_t line)
{
	uint64_t *tags = &cache->tags[(size_t)(line & cache->mask) * cache->ways];
	uint64_t tag = cache->epoch << CACHE_EPOCH_SHIFT | line;
	bool hit = true;
	uint32_t way;

	if (tags[0] == tag)
		return true;
	for (way = 1; way < cache->ways && tags[way] != tag; way++)
		;
	if (way == cache->ways) {
		way--;
		hit = false;
	}
	for (; way; way--)
		tags[way] = tags[way - 1];
	tags[0] = tag;
	return hit;
}

unsigned int caches__search(struct caches *c, int first, uint64_t line)
{
	if (use(&c->at[first], line))
		return 0;
	if (use(&c->at[CACHE_L2], line))
		return CACHE_MISS_1;
	if (use(&c->at[CACHE_LL], line))
		return CACHE_MISS_1 | CACHE_MISS_L2;
	return CACHE_MISS_1 | CACHE_MISS_L2 | CACHE_MISS_LL;
}
