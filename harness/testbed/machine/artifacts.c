// SPDX-License-Identifier: GPL-2.0-only
/*
 * artifacts.c - a hidden directory a side until the results are stored.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "artifacts.h"
#include "fatal.h"

#define ADVICE	"make room, or choose another directory with RESULTS="

static void name_directory(char *path, const struct machine_options *s, int side,
			   const char *prefix)
{
	snprintf(path, PATH_MAX, "%.2000s/%s/%s/%s%s.perf", s->results, s->sides[side].name,
		 s->testbed, prefix, s->sides[side].run);
}

static void make_directories(const char *path)
{
	char part[PATH_MAX];
	size_t at;

	for (at = 1; at <= strlen(path); at++) {
		if (path[at] && path[at] != '/')
			continue;
		snprintf(part, sizeof(part), "%.*s", (int)at, path);
		if (mkdir(part, 0777) && errno != EEXIST)
			fatal__errno(part, ADVICE);
	}
}

FILE *artifacts__create(const struct machine_options *s, int side, const char *name)
{
	char dir[PATH_MAX], path[PATH_MAX + 256];
	FILE *f;

	name_directory(dir, s, side, ".");
	make_directories(dir);
	snprintf(path, sizeof(path), "%s/%.200s", dir, name);
	f = strchr(name, '/') ? NULL : fopen(path, "we");
	if (!f)
		fatal__errno(path, ADVICE);
	return f;
}

void artifacts__show(const struct machine_options *s, int side)
{
	char hidden[PATH_MAX], dir[PATH_MAX];

	name_directory(hidden, s, side, ".");
	name_directory(dir, s, side, "");
	if (!rename(hidden, dir))
		fprintf(stderr, "vcpuscale: perf's data and reports are in %s\n", dir);
	else if (errno != ENOENT)
		fatal__errno(dir, ADVICE);
}

void artifacts__remove(const struct machine_options *s)
{
	char dir[PATH_MAX], command[PATH_MAX + 16];
	int side;

	for (side = 0; side < SIDES; side++) {
		name_directory(dir, s, side, ".");
		snprintf(command, sizeof(command), "rm -rf -- '%s'", dir);
		if (s->sides[side].run[0] && !access(dir, F_OK) && system(command))
			fprintf(stderr, "vcpuscale: %s: cannot be removed: remove it\n", dir);
	}
}
