// SPDX-License-Identifier: GPL-2.0-only
/* output.c - standard output into a file that appears whole or not at all. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

static char partial[PATH_MAX];

static void on_signal(int sig)
{
	if (partial[0])
		unlink(partial);
	signal(sig, SIG_DFL);
	raise(sig);
}

static int fail(struct why *why, const char *path, const char *advice)
{
	return why__set(why, errno, "%s: %s: %s", path, strerror(errno), advice);
}

/* The name begins with a dot: programs that list results ignore such files. */
static void name_partial(const char *path)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? slash - path + 1 : 0;

	snprintf(partial, sizeof(partial), "%.*s.%s.%d", dir, path, path + dir, (int)getpid());
}

int output__begin(const char *path, struct why *why)
{
	if (!path)
		return 0;
	name_partial(path);
	if (!freopen(partial, "w", stdout)) {
		fail(why, path, "give a file in a directory that can be written");
		partial[0] = 0;
		return -EIO;
	}
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	signal(SIGHUP, on_signal);
	return 0;
}

int output__end(const char *path, struct why *why)
{
	int err = 0;

	errno = 0;
	if (fflush(stdout) || ferror(stdout) || (path && fsync(fileno(stdout))))
		err = fail(why, path ? path : "standard output", "make room, then measure again");
	if (!path)
		return err;
	if (!err && rename(partial, path))
		err = fail(why, path, "the results are lost");
	if (err)
		unlink(partial);
	partial[0] = 0;
	return err;
}

void output__progress(const char *bench, unsigned int nr_vcpus)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K%s, %u vCPUs", bench, nr_vcpus);
}
