// SPDX-License-Identifier: GPL-2.0-only
/* artifacts.c - a hidden directory a side until the results are stored. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "artifacts.h"

#define ADVICE	"make room, or choose another directory with RESULTS="

static int make_directories(const char *path, struct why *why)
{
	char part[PATH_MAX];
	size_t at;

	for (at = 1; at <= strlen(path); at++) {
		if (path[at] && path[at] != '/')
			continue;
		snprintf(part, sizeof(part), "%.*s", (int)at, path);
		if (mkdir(part, 0777) && errno != EEXIST)
			return why__set(why, errno, "%s: %s: " ADVICE, part, strerror(errno));
	}
	return 0;
}

FILE *artifacts__create(const struct machine_options *s, int side, const char *name,
			struct why *why)
{
	char dir[PATH_MAX], path[PATH_MAX + 256];
	FILE *f;

	machine_options__path(dir, s, side, ".", ".perf");
	if (make_directories(dir, why))
		return NULL;
	snprintf(path, sizeof(path), "%s/%.200s", dir, name);
	f = strchr(name, '/') ? NULL : fopen(path, "we");
	if (!f)
		why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	return f;
}

int artifacts__show(const struct machine_options *s, int side, struct why *why)
{
	char hidden[PATH_MAX], dir[PATH_MAX];

	machine_options__path(hidden, s, side, ".", ".perf");
	machine_options__path(dir, s, side, "", ".perf");
	if (!rename(hidden, dir))
		fprintf(stderr, "vcpuscale: perf's data and reports are in %s\n", dir);
	else if (errno != ENOENT)
		return why__set(why, errno, "%s: %s: " ADVICE, dir, strerror(errno));
	return 0;
}

void artifacts__remove(const struct machine_options *s)
{
	char dir[PATH_MAX], command[PATH_MAX + 16];
	int side;

	for (side = 0; side < SIDES; side++) {
		machine_options__path(dir, s, side, ".", ".perf");
		snprintf(command, sizeof(command), "rm -rf -- '%s'", dir);
		if (s->sides[side].run[0] && !access(dir, F_OK) && system(command))
			fprintf(stderr, "vcpuscale: %s: cannot be removed: remove it\n", dir);
	}
}
