/* SPDX-License-Identifier: GPL-2.0-only */
/* catalog.h - the benchmarks that were built in. */
#ifndef MEASURE_CATALOG_H
#define MEASURE_CATALOG_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/bench.h"

/* The linker gathers what BENCH() defines, in the order of the folders' names. */
extern const struct bench __start_benches[], __stop_benches[];

#define catalog__for_each(b) for (b = __start_benches; b < __stop_benches; b++)

/**
 * catalog__check() - can each descriptor be measured as it says?
 * @first:	the first of them
 * @end:	behind the last one
 * @wrong:	gets "benchmark NAME: what is wrong: what to do" of the first that
 *		cannot
 * @size:	of @wrong
 *
 * Return: 0, or -EINVAL.
 */
int catalog__check(const struct bench *first, const struct bench *end, char *wrong, size_t size);

/** catalog__set() - the set that it is measured with, in one word */
const char *catalog__set(const struct bench *bench);

/**
 * catalog__matches() - does a benchmark match one of the globs?
 * @bench:	the benchmark
 * @globs:	names, globs and sets, separated by blanks or commas; NULL matches
 *		the default set, "all" every set, "exact" what repeats of these, "request" what is in none
 */
bool catalog__matches(const struct bench *bench, const char *globs);

/**
 * catalog__find() - a benchmark by its name
 * @name:	its first @length bytes are the name
 *
 * Return: the benchmark, or NULL.
 */
const struct bench *catalog__find(const char *name, size_t length);

/**
 * catalog__print() - a line for each benchmark that matches
 *
 * Name, function under test, samples a cell has of each round, "varies" or "repeats",
 * set, question, who does this; separated by tabs.
 */
void catalog__print(FILE *out, const char *globs);

#endif
