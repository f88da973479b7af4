// SPDX-License-Identifier: GPL-2.0-only
/* catalog.c - find benchmarks by name or glob. */
#include <fnmatch.h>
#include <string.h>

#include "catalog.h"

bool catalog__matches(const struct bench *bench, const char *globs)
{
	char glob[128];
	size_t length;

	if (!globs)
		return !bench->on_request;
	for (globs += strspn(globs, " ,"); *globs; globs += strspn(globs, " ,")) {
		length = strcspn(globs, " ,");
		snprintf(glob, sizeof(glob), "%.*s", (int)length, globs);
		if (!fnmatch(glob, bench->name, 0))
			return true;
		globs += length;
	}
	return false;
}

const struct bench *catalog__find(const char *name, size_t length)
{
	const struct bench *b;

	catalog__for_each(b)
		if (strlen(b->name) == length && !strncmp(b->name, name, length))
			return b;
	return NULL;
}

void catalog__print(FILE *out, const char *globs)
{
	const struct bench *b;

	catalog__for_each(b)
		if (catalog__matches(b, globs))
			fprintf(out, "%s\t%s\t%u\t%s\n", b->name, b->path, b->batches,
				bench__varies(b) ? "varies" : "repeats");
}
