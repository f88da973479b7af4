// SPDX-License-Identifier: GPL-2.0-only
/* output.c - standard output into a file that appears whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"

static char partial[PATH_MAX];
static char target[PATH_MAX];	/* what @partial is to become */

static void on_signal(int sig)
{
	if (partial[0])
		unlink(partial);
	signal(sig, SIG_DFL);
	raise(sig);
}

/* A shell's background jobs ignore SIGINT: whoever sends it means this program. */
static void watch_signals(void)
{
	static const int always[] = { SIGINT, SIGTERM };
	static const int unless_ignored[] = { SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGXCPU, SIGXFSZ };
	size_t i;

	for (i = 0; i < sizeof(always) / sizeof(*always); i++)
		signal(always[i], on_signal);
	for (i = 0; i < sizeof(unless_ignored) / sizeof(*unless_ignored); i++) {
		if (signal(unless_ignored[i], on_signal) == SIG_IGN)
			signal(unless_ignored[i], SIG_IGN);
	}
}

static int fail(struct why *why, const char *path, const char *advice)
{
	return why__set(why, errno, "%s: %s: %s", path, strerror(errno), advice);
}

/* The name begins with a dot: programs that list results ignore such files. */
static int name_partial(void)
{
	const char *slash = strrchr(target, '/');
	int dir = slash ? slash - target + 1 : 0;
	int length = snprintf(partial, sizeof(partial), "%.*s.%s.%d", dir, target, target + dir,
			      (int)getpid());

	if (length < (int)sizeof(partial))
		return 0;
	errno = ENAMETOOLONG;
	return -errno;
}

/* A pipe, a terminal or another device: nothing can be put in its place. */
static int write_to(const char *path, struct why *why)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		return fail(why, path, "give a file or a device that can be written");
	close(fd);
	return 0;
}

int output__begin(const char *path, struct why *why)
{
	struct stat st = { .st_mode = S_IFREG };	/* what it will be, if there is none */

	if (!path)
		return 0;
	if (!*path)
		return why__set(why, EINVAL, "an empty --output: give a file");
	stat(path, &st);
	if (S_ISDIR(st.st_mode))
		return why__set(why, EISDIR, "%s: is a folder: name a file in it", path);
	if (!S_ISREG(st.st_mode))
		return write_to(path, why);
	/* A link stays a link. */
	if (!realpath(path, target))
		snprintf(target, sizeof(target), "%s", path);
	if (name_partial() || !freopen(partial, "w", stdout)) {
		fail(why, path, "give a file in a directory that can be written");
		partial[0] = 0;
		return -EIO;
	}
	watch_signals();
	return 0;
}

int output__end(const char *path, struct why *why)
{
	int err = 0;

	errno = 0;
	if (fflush(stdout) || ferror(stdout) || (partial[0] && fsync(fileno(stdout))))
		err = fail(why, path ? path : "standard output", "make room, then measure again");
	if (!partial[0])
		return err;
	if (!err && rename(partial, target))
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
