// SPDX-License-Identifier: GPL-2.0-only
/*
 * head.c - what is the same at the head of every results file, whoever measures.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"

void head__run_id(char *id, size_t size, time_t now)
{
	char stamp[32];

	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime(&now));
	snprintf(id, size, "%s-%04lx", stamp, random() & 0xffff);
}

/* The rest of the first line that begins with @key. */
static const char *line_of(const char *lines, const char *key)
{
	const char *line = lines;
	size_t length = strlen(key);

	while (line && strncmp(line, key, length)) {
		line = strchr(line, '\n');
		line += !!line;
	}
	return line ? line + length : "";
}

int head__read_kernel(const char *path, char *lines, size_t size, char name[HEAD_NAME_SIZE],
		      char base[HEAD_BASE_SIZE], struct why *why)
{
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		return why__set(why, errno, "%s: %s: build the kernel first, with make kernel", path,
				strerror(errno));
	n = fread(lines, 1, size - 1, f);
	lines[n] = 0;
	fclose(f);
	if (sscanf(line_of(lines, "kernel: "), "%127s", name) == 1 &&
	    sscanf(line_of(lines, "kernel-base: "), "%31s", base) == 1)
		return 0;
	return why__set(why, ENODATA, "%s: it names no kernel or no base: build it again", path);
}

void head__path(char *path, size_t size, const struct head_place *place, const char *prefix,
		const char *suffix)
{
	snprintf(path, size, "%.3000s/%s/%s/%s/%s%s%s", place->results, place->base,
		 place->kernel, place->testbed, prefix, place->run, suffix);
}
