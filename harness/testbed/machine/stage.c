// SPDX-License-Identifier: GPL-2.0-only
/*
 * stage.c - BUILD/testbed/PID-NUMBER: one directory a machine, gone with it.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fatal.h"
#include "stage.h"

static void make_directory(const char *build, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", build, name);
	if (mkdir(path, 0777) && errno != EEXIST)
		fatal__errno(path, "make room, or choose another build directory with O=");
}

static void remove_of(const char *build, int pid)
{
	char command[PATH_MAX + 64];

	snprintf(command, sizeof(command), "rm -rf -- '%s/testbed/%d-'*", build, pid);
	if (system(command))
		fprintf(stderr, "vcpuscale: %s/testbed: not all could be removed: remove it\n",
			build);
}

void stage__prepare(const char *build)
{
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;
	int pid;

	make_directory(build, "testbed");
	make_directory(build, "logs");
	snprintf(path, sizeof(path), "%s/testbed", build);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (sscanf(entry->d_name, "%d-", &pid) == 1 && kill(pid, 0) && errno == ESRCH)
			remove_of(build, pid);
	if (dir)
		closedir(dir);
}

void stage__remove(const char *build)
{
	remove_of(build, getpid());
}
