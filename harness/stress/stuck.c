// SPDX-License-Identifier: GPL-2.0-only
/* stuck.c - where in the kernel the threads of a process are, which cannot be killed. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "stress.h"

static void say_file(const char *dir, const char *thread, const char *name)
{
	char path[512], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%.64s/%s", dir, thread, name);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (strcmp(name, "status") || !strncmp(line, "State:", 6))
			say("  %s", line);
	if (f)
		fclose(f);
}

void stuck__say(int pid)
{
	struct dirent *thread;
	char path[64];
	DIR *threads;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	threads = opendir(path);
	while (threads && (thread = readdir(threads))) {
		if (thread->d_name[0] == '.')
			continue;
		say("thread %s:\n", thread->d_name);
		say_file(path, thread->d_name, "status");
		say_file(path, thread->d_name, "stack");
	}
	if (threads)
		closedir(threads);
}
