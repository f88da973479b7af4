/* SPDX-License-Identifier: GPL-2.0-only */
/* names.h - find what has a name in an array, without looking through the array. */
#ifndef LIB_NAMES_H
#define LIB_NAMES_H

#include <stddef.h>

/**
 * struct names - names, and a number for each; zeroed at first
 * @tree: for tfind(3)
 */
struct names {
	void *tree;
};

/** names__find() - the number of a name, NULL without one; it may be changed */
size_t *names__find(const struct names *n, const char *name);

/**
 * names__add() - give a name a number
 * @name: not yet there; copied
 * @number: e.g. an index, which stays right where an array moves
 *
 * Return: 0 or -ENOMEM.
 */
int names__add(struct names *n, const char *name, size_t number);

/** names__free() - forget all names */
void names__free(struct names *n);

#endif
