// SPDX-License-Identifier: GPL-2.0-only
/* files.c - directories: made, and removed with all that is in them. */
#include "files.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define GUARDED_MOST	4

static const char *guarded[GUARDED_MOST];

static sigset_t signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	return set;
}

void files__guard(const char *dir)
{
	sigset_t set = signals();
	size_t i;

	sigprocmask(SIG_BLOCK, &set, NULL);
	for (i = 0; i < GUARDED_MOST; i++)
		if (!guarded[i]) {
			guarded[i] = dir;
			return;
		}
}

void files__end_if_told(void)
{
	sigset_t set = signals(), pending;
	size_t i;

	sigpending(&pending);
	if (!sigismember(&pending, SIGINT) && !sigismember(&pending, SIGTERM) &&
	    !sigismember(&pending, SIGHUP))
		return;
	for (i = 0; i < GUARDED_MOST; i++)
		if (guarded[i])
			files__remove(guarded[i]);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

char *files__temp(struct why *why)
{
	const char *dir = getenv("TMPDIR");
	char *path = text__format("%s/vcpuscale-series.XXXXXX", dir && *dir ? dir : "/tmp");

	if (mkdtemp(path)) {
		files__guard(path);
		return path;
	}
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
	size_t i;

	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	for (i = 0; i < GUARDED_MOST; i++)
		if (guarded[i] == dir)
			guarded[i] = NULL;
}
