// SPDX-License-Identifier: GPL-2.0-only
/* users.c - look through /proc for open files of KVM. */
#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "module.h"
#include "users.h"

static bool is_kvm(const char *link)
{
	return !strcmp(link, "/dev/kvm") || !strncmp(link, "anon_inode:kvm-", 15);
}

static bool uses_kvm(const char *pid)
{
	char path[PATH_MAX], link[64];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	dir = opendir(path);
	while (dir && !found && (entry = readdir(dir))) {
		ssize_t n;

		snprintf(path, sizeof(path), "/proc/%s/fd/%s", pid, entry->d_name);
		n = readlink(path, link, sizeof(link) - 1);
		link[n > 0 ? n : 0] = 0;
		found = is_kvm(link);
	}
	if (dir)
		closedir(dir);
	return found;
}

unsigned int users__name(char *text, size_t size)
{
	char path[PATH_MAX], name[64];
	struct dirent *entry;
	unsigned int n = 0;
	DIR *dir = opendir("/proc");
	size_t used = 0;

	text[0] = 0;
	while (dir && (entry = readdir(dir))) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !uses_kvm(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		read_line(path, name, sizeof(name));
		if (used < size)
			used += snprintf(text + used, size - used, "%s%s (pid %s)", n ? ", " : "",
					 name, entry->d_name);
		n++;
	}
	if (dir)
		closedir(dir);
	return n;
}
