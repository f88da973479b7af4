/* SPDX-License-Identifier: GPL-2.0-only */
/* store.h - put samples into the results store. */
#ifndef ITERATE_STORE_H
#define ITERATE_STORE_H

#include "lib/why.h"

/**
 * struct store - a results file to be
 * @results:	the store's directory
 * @info:	file with the lines that describe the kernel
 * @testbed:	what ran the program
 * @machine:	on which machine; NULL for this one's CPU
 */
struct store {
	const char *results;
	const char *info;
	const char *testbed;
	const char *machine;
};

/**
 * store__write() - write the file, which appears whole, and print its path
 * @s:		where to, and its head
 * @samples:	all that follows the head
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int store__write(const struct store *s, const char *samples, struct why *why);

#endif
