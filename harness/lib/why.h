/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every file of the judging program shares: the text of an error, and
 * arrays that grow.
 */
#ifndef LIB_WHY_H
#define LIB_WHY_H

#include <stddef.h>

/**
 * struct why - why a call failed
 * @text: "what is wrong: what to do", one line without a newline; empty as
 *	  long as nothing failed
 *
 * The place that knows the cause fills it in, once. Who prints it is the
 * caller's business: vcpuscale's main() puts it on stderr, `vcpuscale list`
 * into its table.
 */
struct why {
	char text[1024];
};

/**
 * why__set - record why a call fails
 * @why: where to; the first text recorded stays
 * @err: a positive errno
 * @fmt: as printf(); control characters and line ends become '?'
 *
 * Return: -@err, so that a caller may write `return why__set(...)`.
 */
int why__set(struct why *why, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * judge__grow - make room for one more element
 * @array: malloc()ed array, NULL when empty
 * @room: elements allocated so far; updated
 * @nr: elements in use
 * @size: bytes of one element
 *
 * Return: the array, perhaps moved; NULL when out of memory, and then @array
 * is still valid and still the caller's.
 */
void *judge__grow(void *array, size_t *room, size_t nr, size_t size);

/**
 * judge__plain - make a string safe to print anywhere
 * @s: changed in place: whatever is not printable ASCII becomes '?'
 *
 * Results come from machines whose CPU names and kernel logs we do not choose;
 * reports go to terminals, mail and JSON.
 *
 * Return: @s.
 */
char *judge__plain(char *s);

#endif
