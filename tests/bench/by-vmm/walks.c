// SPDX-License-Identifier: GPL-2.0-only
/*
 * walks.c - walks through memory whose cache misses are known: a profile of them has
 * to have these. D1 has 64 sets of 8 lines of 64 bytes, so a line's set follows from
 * its place in a page, whichever page of the machine's memory that is.
 */
#include "bench/bench.h"

#define PAGE	4096
#define LINE	64
#define D1	(32 << 10)

/* Not all zero: else its pages would be one page of the machine's, as long as they are only read. */
static char memory[2 * D1] __attribute__((aligned(PAGE))) = { 1 };

/* One load a step; nothing else in the loop touches memory. */
static int __attribute__((noinline)) walk(unsigned long bytes, unsigned long stride)
{
	unsigned long at;

	for (at = 0; at < bytes; at += stride)
		asm volatile("movb (%0), %%al" : : "r"(memory + at) : "al");
	return 0;
}

/* Half of D1: all of it stays. */
static int half(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return walk(D1 / 2, LINE);
}

/* Twice D1, in order: each line is displaced before its turn. 1024 misses. */
static int twice(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return walk(2 * D1, LINE);
}

/* A line a page: 16 lines of one set, which has 8 ways. 16 misses. */
static int strided(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return walk(2 * D1, PAGE);
}

#define WALK(which)				\
	static BENCH(which##_walk) = {		\
		.name = "Walk/kind=" #which,		\
		.question = "What?",				\
		.who = "tests",					\
		.path = "none",			\
		.clock = BENCH_CLOCK_VMM,	\
		.others = BENCH_OTHERS_NEVER_RUN,	\
		.ops = 8,			\
		.batches = 5,			\
		.warmup = 1,			\
		.on_request = 1,		\
		.vmm_op = which,		\
	}

WALK(half);
WALK(twice);
WALK(strided);
