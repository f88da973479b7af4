/* SPDX-License-Identifier: GPL-2.0-only */
/* callgrind.h - samples from what callgrind has counted of this program. */
#ifndef ITERATE_CALLGRIND_H
#define ITERATE_CALLGRIND_H

#include <stddef.h>
#include <stdio.h>

/**
 * callgrind__read() - print the samples of a run, and its Unit and end lines
 * @path:	callgrind's output, its dumps combined
 * @out:	where to
 * @machine:	gets callgrind's version and the caches that it simulated
 * @size:	of @machine
 *
 * Return: number of samples or a negative errno.
 */
long callgrind__read(const char *path, FILE *out, char *machine, size_t size);

#endif
