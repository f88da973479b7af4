// SPDX-License-Identifier: GPL-2.0-only
/* run.c - git, patch and gzip, as programs. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
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

static void become(const char *dir, const char *in, int out, const char *const argv[])
{
	int fd = open(in ? in : "/dev/null", O_RDONLY);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (fd < 0 || dup2(fd, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 ||
	    (dir && chdir(dir)))
		_exit(126);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
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
	int pipe_fd[2], status = 0;
	pid_t pid;

	if (run__verbose)
		show(dir, in, argv);
	if (pipe2(pipe_fd, O_CLOEXEC))
		return 126;
	pid = fork();
	if (!pid)
		become(dir, in, pipe_fd[1], argv);
	close(pipe_fd[1]);
	if (pid > 0)
		take(pipe_fd[0], out);
	close(pipe_fd[0]);
	if (pid < 0)
		return 126;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	files__end_if_told();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
