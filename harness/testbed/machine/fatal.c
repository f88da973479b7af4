// SPDX-License-Identifier: GPL-2.0-only
/*
 * fatal.c - end the program in good order.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fatal.h"

void (*fatal__cleanup)(void);

static void end(void)
{
	if (fatal__cleanup)
		fatal__cleanup();
	exit(2);
}

void fatal(const char *what, const char *advice)
{
	fprintf(stderr, "vcpuscale: %s: %s\n", what, advice);
	end();
	__builtin_unreachable();
}

void fatal__errno(const char *what, const char *advice)
{
	fprintf(stderr, "vcpuscale: %s: %s: %s\n", what, strerror(errno), advice);
	end();
	__builtin_unreachable();
}

void *fatal__calloc(size_t n, size_t size)
{
	void *memory = calloc(n ? n : 1, size);

	if (!memory)
		fatal("out of memory", "measure fewer cells at once");
	return memory;
}
