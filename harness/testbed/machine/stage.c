// SPDX-License-Identifier: GPL-2.0-only
/* stage.c - BUILD/testbed/PID-NUMBER: one directory a machine, gone with it. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stage.h"

static int make_directory(const char *build, const char *name, struct why *why)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", build, name);
	if (mkdir(path, 0777) && errno != EEXIST)
		return why__set(why, errno,
				"%s: %s: make room, or choose another build directory with O=", path,
				strerror(errno));
	return 0;
}

static void remove_of(const char *build, int pid)
{
	char command[PATH_MAX + 64];

	snprintf(command, sizeof(command), "rm -rf -- '%s/testbed/%d-'*", build, pid);
	if (system(command))
		fprintf(stderr, "vcpuscale: %s/testbed: not all could be removed: remove it\n",
			build);
}

static void remove_leftovers(const char *build)
{
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;
	int pid;

	snprintf(path, sizeof(path), "%s/testbed", build);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (sscanf(entry->d_name, "%d-", &pid) == 1 && kill(pid, 0) && errno == ESRCH)
			remove_of(build, pid);
	if (dir)
		closedir(dir);
}

int stage__prepare(const char *build, struct why *why)
{
	int err = make_directory(build, "testbed", why);

	if (!err)
		err = make_directory(build, "logs", why);
	if (!err)
		remove_leftovers(build);
	return err;
}

void stage__remove(const char *build)
{
	remove_of(build, getpid());
}
