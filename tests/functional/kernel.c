// SPDX-License-Identifier: GPL-2.0-only
/* kernel.c - count what a kernel holds: slabs, debugfs, modules, memory. */
#include <dirent.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "functional.h"
#include "vmm/kvmslab.h"

#define SLABS		"/sys/kernel/slab"
#define MAX_CACHES	512
#define DEBUGFS		"/sys/kernel/debug"

/* A directory's entry names, one after the other; state is NULL at first. */
static const char *next_name(DIR **state, const char *path)
{
	struct dirent *entry;

	if (!*state)
		*state = opendir(path);
	do {
		entry = *state ? readdir(*state) : NULL;
	} while (entry && entry->d_name[0] == '.');
	if (entry)
		return entry->d_name;
	if (*state)
		closedir(*state);
	*state = NULL;
	return NULL;
}

static long read_number(const char *path)
{
	long number = -1;
	FILE *f = fopen(path, "re");

	if (f) {
		if (fscanf(f, "%ld", &number) != 1)
			number = -1;
		fclose(f);
	}
	return number;
}

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

long kernel__vcpus(void)
{
	return kvmslab__vcpus();
}

/*
 * Merged caches are counted under their names. What vmalloc() gave is unmapped
 * lazily, many MiB at a time, since 6.9 by areas that are kept: its pages are
 * free at once, and kernel__free_kib() tells whether they are.
 */
static bool counts(const char *cache)
{
	return cache[0] != ':' && strcmp(cache, "vmap_area");
}

struct cache {
	char name[64];
	int shrink, objects;		/* its files */
	long first;			/* objects when it was first counted, -1: not yet */
};

/* Free objects on the lists of CPUs count as used: shrinking puts them back. */
static long count_objects(const struct cache *cache)
{
	char text[64] = "";

	EXPECT(write(cache->shrink, "1", 1) == 1, "%s cannot be shrunk: %s", cache->name,
	       strerror(errno));
	EXPECT(pread(cache->objects, text, sizeof(text) - 1, 0) > 0, "%s cannot be counted: %s",
	       cache->name, strerror(errno));
	return atol(text);
}

/*
 * Opening a file and its first reading take objects of a dozen caches: so each is
 * read once and stays open.
 */
static void open_cache(struct cache *cache, const char *name)
{
	char path[512];

	snprintf(cache->name, sizeof(cache->name), "%.63s", name);
	cache->first = -1;
	snprintf(path, sizeof(path), SLABS "/%s/shrink", name);
	cache->shrink = open(path, O_WRONLY | O_CLOEXEC);
	snprintf(path, sizeof(path), SLABS "/%s/objects", name);
	cache->objects = open(path, O_RDONLY | O_CLOEXEC);
	EXPECT(cache->shrink >= 0 && cache->objects >= 0, "%s: %s", path, strerror(errno));
	count_objects(cache);
}

/* Return: how many there are. */
static unsigned int open_caches(struct cache caches[MAX_CACHES])
{
	const char *name;
	DIR *state = NULL;
	unsigned int i;

	while ((name = next_name(&state, SLABS))) {
		if (!counts(name))
			continue;
		for (i = 0; caches[i].name[0] && strcmp(caches[i].name, name);)
			i++;
		EXPECT(i < MAX_CACHES - 1, "more than %u slab caches", MAX_CACHES - 1);
		if (!caches[i].name[0])
			open_cache(&caches[i], name);
	}
	for (i = 0; caches[i].name[0];)
		i++;
	return i;
}

long kernel__objects(char grown[64])
{
	static struct cache caches[MAX_CACHES];
	unsigned int n = open_caches(caches), i;
	long sum = 0, most = 0, objects;

	/* Dentries and inodes that were dropped are freed a grace period later. */
	syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
	for (i = 0; i < n; i++) {
		objects = count_objects(&caches[i]);
		if (caches[i].first < 0)
			caches[i].first = objects;
		if (objects - caches[i].first > most) {
			most = objects - caches[i].first;
			snprintf(grown, 64, "%.63s", caches[i].name);
		}
		sum += objects;
	}
	return sum;
}

/* "PID-DESCRIPTOR" is a VM; all other entries are sums over the VMs. */
static bool is_vm(const char *name)
{
	return name[0] >= '0' && name[0] <= '9';
}

long kernel__vms(void)
{
	DIR *state = NULL;
	const char *name;
	long n = 0;

	if (access(DEBUGFS "/kvm", F_OK))
		return -1;
	while ((name = next_name(&state, DEBUGFS "/kvm")))
		n += is_vm(name);
	return n;
}

long kernel__vcpu_directories(void)
{
	DIR *vms = NULL, *entries;
	const char *name;
	char path[512];
	long n = 0;

	while ((name = next_name(&vms, DEBUGFS "/kvm"))) {
		if (!is_vm(name))
			continue;
		entries = NULL;
		snprintf(path, sizeof(path), DEBUGFS "/kvm/%s", name);
		while ((name = next_name(&entries, path)))
			n += !strncmp(name, "vcpu", 4);
	}
	return n;
}

long kernel__module_users(void)
{
	return read_number("/sys/module/kvm_amd/refcnt");
}

long kernel__free_kib(void)
{
	char line[128];
	long kib = -1;
	FILE *f;

	write_text("/proc/sys/vm/drop_caches", "3");
	f = fopen("/proc/meminfo", "re");
	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "MemFree: %ld", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib;
}

bool kernel__settled(void *unused)
{
	(void)unused;
	return kernel__module_users() <= 0 && kernel__vms() <= 0 && kernel__vcpus() <= 0;
}

void kernel__mount_all(void)
{
	if (access(DEBUGFS "/kvm", F_OK))
		mount("debugfs", DEBUGFS, "debugfs", 0, NULL);
}

int kernel__load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0))
		err = -errno;
	close(fd);
	return err;
}

int kernel__unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? -errno : 0;
}
