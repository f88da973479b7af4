/* SPDX-License-Identifier: GPL-2.0-only */
/* rand.h - random numbers that a seed repeats: splitmix64, one state a thread. */
#ifndef STRESS_RAND_H
#define STRESS_RAND_H

#include <stdbool.h>
#include <stdint.h>

/** struct rand - one thread's generator; any state is a good one */
struct rand {
	uint64_t state;
};

/** rand__next() - 64 random bits */
static inline uint64_t rand__next(struct rand *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

/** rand__below() - 0 to @n - 1; @n is small and not 0 */
static inline unsigned int rand__below(struct rand *r, unsigned int n)
{
	return (rand__next(r) >> 32) % n;
}

/** rand__chance() - true in @percent of 100 cases */
static inline bool rand__chance(struct rand *r, unsigned int percent)
{
	return rand__below(r, 100) < percent;
}

/** rand__derive() - the generator number @n of those that @seed stands for */
static inline struct rand rand__derive(uint64_t seed, uint64_t n)
{
	struct rand r = { .state = seed ^ (n + 1) * 0xd1342543de82ef95ull };

	rand__next(&r);
	return r;
}

#endif
