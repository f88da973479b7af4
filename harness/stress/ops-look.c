// SPDX-License-Identifier: GPL-2.0-only
/* ops-look.c - statistics and debugfs, of what is there and of what is gone. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "stress.h"

#define DEBUGFS	"/sys/kernel/debug/kvm"

static int keep_stats(struct life *life, struct rand *r, int fd)
{
	if (fd < 0)
		return -errno;
	fd = atomic_exchange(&life->stats[rand__below(r, MAX_KEPT)], fd);
	return fd < 0 ? 0 : close(fd);
}

static int open_stats(struct life *life, struct rand *r)
{
	return keep_stats(life, r, ioctl(life__vcpu(life, r), KVM_GET_STATS_FD));
}

static int open_vm_stats(struct life *life, struct rand *r)
{
	return keep_stats(life, r, ioctl(life->vm_fd, KVM_GET_STATS_FD));
}

/* Also long after the vCPU's own descriptor was closed. */
static int read_stats(struct life *life, struct rand *r)
{
	char bytes[8192];
	int fd = life->stats[rand__below(r, MAX_KEPT)];

	return pread(fd, bytes, sizeof(bytes), rand__below(r, 4) * 64) < 0 ? -errno : 0;
}

static int close_stats(struct life *life, struct rand *r)
{
	int fd = atomic_exchange(&life->stats[rand__below(r, MAX_KEPT)], -1);

	return fd < 0 ? -1 : close(fd);
}

static int read_file(const char *path)
{
	char bytes[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	n = read(fd, bytes, sizeof(bytes));
	close(fd);
	return n < 0 ? -1 : 0;
}

/* A random entry of a directory, as a path in @path; false: it has none. */
static bool random_entry(char *path, size_t size, struct rand *r)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char name[64] = "";
	unsigned int n = 0;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && !rand__below(r, ++n))
			snprintf(name, sizeof(name), "/%.60s", entry->d_name);
	if (dir)
		closedir(dir);
	strncat(path, name, size - strlen(path) - 1);
	return name[0];
}

/* A file two or three levels down: of a VM, or of a vCPU of any VM. */
static int read_debugfs(struct life *life, struct rand *r)
{
	char path[256] = DEBUGFS;
	int levels = 3;

	(void)life;
	while (levels-- && random_entry(path, sizeof(path), r))
		;
	return read_file(path);
}

/* Sums over all vCPUs of all VMs. */
static int sum_stats(struct life *life, struct rand *r)
{
	static const char * const names[] = { "exits", "halt_wakeup", "directed_yield_attempted" };
	char path[256];

	(void)life;
	snprintf(path, sizeof(path), DEBUGFS "/%s", names[rand__below(r, 3)]);
	return read_file(path);
}

static const struct op ops[] STRESS_OPS = {
	{ "stats-open", 4, open_stats },
	{ "stats-open-vm", 2, open_vm_stats },
	{ "stats-read", 6, read_stats },
	{ "stats-close", 3, close_stats },
	{ "debugfs-read", 4, read_debugfs },
	{ "debugfs-sum", 6, sum_stats },
};
