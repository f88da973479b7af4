// SPDX-License-Identifier: GPL-2.0-only
/*
 * no-exchange.c - preloaded: a file system that cannot exchange two folders, and a
 * reader who looks for PAGE after every change, and notes in GONE when there is none.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static void look(void)
{
	int fd;

	if (!access(getenv("PAGE"), R_OK))
		return;
	fd = open(getenv("GONE"), O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (fd >= 0 && write(fd, "gone\n", 5) == 5)
		close(fd);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned int flags)
{
	(void)from_dir;
	(void)from;
	(void)to_dir;
	(void)to;
	(void)flags;
	errno = EINVAL;
	return -1;
}

int rename(const char *from, const char *to)
{
	int ret = syscall(SYS_rename, from, to);

	look();
	return ret;
}

int remove(const char *path)
{
	int (*real)(const char *path) = dlsym(RTLD_NEXT, "remove");
	int ret = real(path);

	look();
	return ret;
}
