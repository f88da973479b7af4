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

FILE *artifacts__create(const struct machine_options *s, int side, const char *suffix,
			const char *name, struct why *why)
{
	char dir[PATH_MAX], path[PATH_MAX + 256];
	FILE *f;

	machine_options__path(dir, s, side, ".", suffix);
	if (make_directories(dir, why))
		return NULL;
	snprintf(path, sizeof(path), "%s/%.200s", dir, name);
	f = strchr(name, '/') ? NULL : fopen(path, "we");
	if (!f)
		why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	return f;
}

static int show_directory(const struct machine_options *s, int side, const char *suffix,
			  const char *what, struct why *why)
{
	char hidden[PATH_MAX], dir[PATH_MAX];

	machine_options__path(hidden, s, side, ".", suffix);
	machine_options__path(dir, s, side, "", suffix);
	if (!rename(hidden, dir))
		fprintf(stderr, "vcpuscale: %s are in %s\n", what, dir);
	else if (errno != ENOENT)
		return why__set(why, errno, "%s: %s: " ADVICE, dir, strerror(errno));
	return 0;
}

int artifacts__show(const struct machine_options *s, int side, struct why *why)
{
	int err = show_directory(s, side, ARTIFACTS_PERF, "perf's data and reports", why);

	return err ? err : show_directory(s, side, ARTIFACTS_PROFILE, "exact profiles", why);
}

static void remove_directory(const struct machine_options *s, int side, const char *suffix)
{
	char dir[PATH_MAX], command[PATH_MAX + 16];

	machine_options__path(dir, s, side, ".", suffix);
	snprintf(command, sizeof(command), "rm -rf -- '%s'", dir);
	if (s->sides[side].run[0] && !access(dir, F_OK) && system(command))
		fprintf(stderr, "vcpuscale: %s: cannot be removed: remove it\n", dir);
}

void artifacts__remove(const struct machine_options *s)
{
	int side;

	for (side = 0; side < SIDES; side++) {
		remove_directory(s, side, ARTIFACTS_PERF);
		remove_directory(s, side, ARTIFACTS_PROFILE);
	}
}
