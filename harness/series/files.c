// SPDX-License-Identifier: GPL-2.0-only
/* files.c - directories: made, and removed with all that is in them. */
#include "files.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *files__temp(struct why *why)
{
	const char *dir = getenv("TMPDIR");
	char *path = text__format("%s/vcpuscale-series.XXXXXX", dir && *dir ? dir : "/tmp");

	if (mkdtemp(path))
		return path;
	why__set(why, errno, "%s: %s: set TMPDIR to a directory with room", path, strerror(errno));
	free(path);
	return NULL;
}

int files__make_parents(const char *path, struct why *why)
{
	char *copy = text__format("%s", path), *slash = copy;
	int err = 0;

	while (!err && (slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			err = why__set(why, errno, "%s: %s: give another build directory with O=",
				       copy, strerror(errno));
		*slash = '/';
	}
	free(copy);
	return err;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void files__remove(const char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
