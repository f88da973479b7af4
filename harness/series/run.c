// SPDX-License-Identifier: GPL-2.0-only
/* run.c - git, patch and gzip, as programs. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"

bool run__verbose;

void run__environment(void)
{
	static const char *const unwanted[] = {
		"GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_CONFIG",
		"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_TRACE", "PATCH_GET",
		"POSIXLY_CORRECT", "QUOTING_STYLE", "VERSION_CONTROL",
		"SIMPLE_BACKUP_SUFFIX", "PATCH_VERSION_CONTROL", "GZIP",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(unwanted); i++)
		unsetenv(unwanted[i]);
	/* Inside of a repository git apply skips what lies outside. */
	setenv("GIT_DIR", "/dev/null", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("LC_ALL", "C", 1);
}

static void show(const char *dir, const char *in, const char *const argv[])
{
	size_t i;

	fputs("+", stderr);
	if (dir)
		fprintf(stderr, " cd %s &&", dir);
	for (i = 0; argv[i]; i++)
		fprintf(stderr, " %s", argv[i]);
	if (in)
		fprintf(stderr, " <%s", in);
	fputc('\n', stderr);
}

/* Not by fork(): that copies the page tables of all that was read. */
static int start(pid_t *pid, const char *dir, const char *in, int out, const char *const argv[])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none;
	int err;

	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, in ? in : "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_adddup2(&actions, out, 2);
	if (dir)
		posix_spawn_file_actions_addchdir_np(&actions, dir);
	err = posix_spawnp(pid, argv[0], &actions, &attr, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	return err;
}

static void take(int fd, struct text *out)
{
	char buffer[1 << 14];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && errno != EINTR)
			return;
		if (n > 0 && out)
			text__add(out, buffer, n);
	}
}

int run__program(const char *dir, const char *in, struct text *out,
		 const char *const argv[])
{
	int pipe_fd[2], status = 0, err;
	pid_t pid;

	if (run__verbose)
		show(dir, in, argv);
	if (pipe2(pipe_fd, O_CLOEXEC))
		return 126;
	err = start(&pid, dir, in, pipe_fd[1], argv);
	close(pipe_fd[1]);
	if (!err)
		take(pipe_fd[0], out);
	close(pipe_fd[0]);
	if (err)
		return err == ENOENT ? 127 : 126;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	files__end_if_told();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
