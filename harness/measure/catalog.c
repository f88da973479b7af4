// SPDX-License-Identifier: GPL-2.0-only
/* catalog.c - find benchmarks by name, glob or set. */
#include <fnmatch.h>
#include <string.h>

#include "catalog.h"

const char *catalog__set(const struct bench *bench)
{
	if (bench->on_request)
		return "request";
	return bench->set ? bench->set : "default";
}

/* Names begin with a capital, sets do not. */
static bool is_of_set(const struct bench *bench, const char *word)
{
	return !strcmp(word, catalog__set(bench)) ||
	       (!strcmp(word, "all") && !bench->on_request) ||
	       (!strcmp(word, "exact") && !bench->on_request && !bench__varies(bench));
}

/*
 * A glob that begins with a wildcard names no benchmark, but what all have: it leaves out
 * the named sets, as no glob does. So what it measures stays when sets grow.
 */
static bool is_named(const struct bench *bench, const char *glob)
{
	return !(bench->set && strchr("*?[", *glob)) && !fnmatch(glob, bench->name, 0);
}

bool catalog__matches(const struct bench *bench, const char *globs)
{
	char glob[128];
	size_t length;

	if (!globs)
		return is_of_set(bench, "default");
	for (globs += strspn(globs, " ,"); *globs; globs += strspn(globs, " ,")) {
		length = strcspn(globs, " ,");
		snprintf(glob, sizeof(glob), "%.*s", (int)length, globs);
		if (is_of_set(bench, glob) || is_named(bench, glob))
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
			fprintf(out, "%s\t%s\t%u\t%s\t%s\t%s\t%s\n", b->name, b->path,
				b->batches, bench__varies(b) ? "varies" : "repeats",
				catalog__set(b), b->question, b->who);
}
