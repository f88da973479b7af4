// SPDX-License-Identifier: GPL-2.0-only
/* module.c - finit_module(2), delete_module(2) and /sys/module. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "module.h"

#define POLL_MS	5

int read_line(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	ssize_t n;

	text[0] = 0;
	if (fd < 0)
		return -errno;
	n = read(fd, text, size - 1);
	err = n < 0 ? -errno : 0;
	text[n > 0 ? n : 0] = 0;
	text[strcspn(text, "\n")] = 0;
	close(fd);
	return err;
}

static bool exists(const char *module, const char *file)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/module/%s/%s", module, file);
	return !access(path, F_OK);
}

bool module__loaded(const char *name)
{
	return exists(name, "initstate");
}

/* A built-in module has its parameters there, and no state. */
bool module__built_in(const char *name)
{
	return exists(name, "") && !exists(name, "initstate");
}

int module__refcnt(const char *name)
{
	char path[PATH_MAX], text[32];

	snprintf(path, sizeof(path), "/sys/module/%s/refcnt", name);
	return read_line(path, text, sizeof(text)) ? -1 : atoi(text);
}

int module__load(const char *dir, const char *name, const char *args)
{
	char file[NAME_SIZE], path[PATH_MAX], *c;
	int fd, err;

	snprintf(file, sizeof(file), "%s", name);
	while ((c = strchr(file, '_')))
		*c = '-';
	snprintf(path, sizeof(path), "%s/%s.ko", dir, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = syscall(SYS_finit_module, fd, args, 0) ? -errno : 0;
	close(fd);
	return err;
}

int module__unload(const char *name, unsigned int wait_ms)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000 };
	unsigned int waited;

	for (waited = 0; ; waited += POLL_MS) {
		if (!syscall(SYS_delete_module, name, O_NONBLOCK) || errno == ENOENT)
			return 0;
		if (errno != EWOULDBLOCK && errno != EBUSY)
			return -errno;
		if (waited >= wait_ms)
			return -EBUSY;
		nanosleep(&pause, NULL);
	}
}

void params__read(struct params *p, const char *module)
{
	char path[PATH_MAX];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/module/%s/parameters", module);
	dir = opendir(path);
	while (dir && p->nr < MAX_PARAMS && (entry = readdir(dir))) {
		struct param *param = &p->at[p->nr];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/sys/module/%s/parameters/%s", module, entry->d_name);
		if (read_line(path, param->value, sizeof(param->value)))
			continue;		/* it can only be written */
		snprintf(param->module, sizeof(param->module), "%s", module);
		snprintf(param->name, sizeof(param->name), "%.63s", entry->d_name);
		p->nr++;
	}
	if (dir)
		closedir(dir);
}

const struct param *params__find(const struct params *p, const char *module, const char *name)
{
	unsigned int i;

	for (i = 0; i < p->nr; i++)
		if (!strcmp(p->at[i].module, module) && !strcmp(p->at[i].name, name))
			return &p->at[i];
	return NULL;
}

int params__set(const struct param *param)
{
	char path[PATH_MAX];
	ssize_t length = strlen(param->value);
	int fd, err = 0;

	snprintf(path, sizeof(path), "/sys/module/%s/parameters/%s", param->module, param->name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, param->value, length) != length)
		err = -errno;
	close(fd);
	return err;
}

int params__add_arg(char *args, size_t size, const struct param *param)
{
	const char *quote = strpbrk(param->value, " \t") ? "\"" : "";
	size_t used = strlen(args);
	int n = snprintf(args + used, size - used, "%s%s=%s%s%s", used ? " " : "", param->name,
			 quote, param->value, quote);

	if (n >= 0 && (size_t)n < size - used)
		return 0;
	args[used] = 0;
	return -ENOSPC;
}
