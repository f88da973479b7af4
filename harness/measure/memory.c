// SPDX-License-Identifier: GPL-2.0-only
/*
 * memory.c - count allocated memory to the byte, by /proc/zoneinfo and /proc/slabinfo.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"

#define SLABINFO	"/proc/slabinfo"
#define ZONEINFO	"/proc/zoneinfo"
#define FOLD		"/proc/sys/vm/stat_refresh"
#define MAX_CACHES	512
#define NAME_SIZE	64

/**
 * struct slabs - of all caches, or of one
 * @bytes:	of the objects in use
 * @pages:	that the caches have taken
 */
struct slabs {
	double bytes;
	double pages;
};

/**
 * struct slab_cache - one that was there at the first look
 * @name:	as in /proc/slabinfo
 * @shrink:	its file
 */
struct slab_cache {
	char name[NAME_SIZE];
	int shrink;
};

/*
 * All files are opened once: to open one takes objects of caches, and a slab that a CPU
 * works on counts as full.
 */
static struct {
	int slabinfo, zoneinfo, fold;
	struct slab_cache caches[MAX_CACHES];
	unsigned int nr_caches;
} look = { .slabinfo = -1 };

/* Return: the whole file, good until the next call. */
static const char *content(int fd)
{
	static char text[1 << 17];
	size_t length = 0;
	ssize_t n = 1;

	lseek(fd, 0, SEEK_SET);
	while (n > 0 && length < sizeof(text) - 1) {
		n = read(fd, text + length, sizeof(text) - 1 - length);
		length += n > 0 ? n : 0;
	}
	text[length] = 0;
	return text;
}

static const char *next_line(const char *line)
{
	line = strchr(line, '\n');
	return line ? line + 1 : "";
}

static void open_all(void)
{
	struct slab_cache *c = look.caches;
	char path[NAME_SIZE + 32];
	const char *line;

	look.slabinfo = open(SLABINFO, O_RDONLY | O_CLOEXEC);
	look.zoneinfo = open(ZONEINFO, O_RDONLY | O_CLOEXEC);
	look.fold = open(FOLD, O_WRONLY | O_CLOEXEC);
	for (line = content(look.slabinfo); *line; line = next_line(line)) {
		if (c == look.caches + MAX_CACHES || sscanf(line, "%63s %*u %*u %*u", c->name) != 1)
			continue;
		snprintf(path, sizeof(path), "/sys/kernel/slab/%.63s/shrink", c->name);
		c->shrink = open(path, O_WRONLY | O_CLOEXEC);
		c += c->shrink >= 0;
	}
	look.nr_caches = c - look.caches;
}

/* Free objects on the lists of CPUs count as used: shrinking puts them back. */
static void shrink(const char *cache)
{
	unsigned int i;

	for (i = 0; i < look.nr_caches; i++)
		if ((!cache || !strcmp(cache, look.caches[i].name)) &&
		    pwrite(look.caches[i].shrink, "1", 1, 0) != 1)
			return;
}

/*
 * "name active_objs num_objs objsize objperslab pagesperslab : tunables ... : slabdata
 * active_slabs num_slabs sharedavail" (slab_show() in the kernel's mm/slab_common.c).
 */
static struct slabs read_slabs(const char *cache)
{
	unsigned long active, size, pages, slabs;
	struct slabs sum = { 0, 0 };
	char name[NAME_SIZE];
	const char *line;

	for (line = content(look.slabinfo); *line; line = next_line(line)) {
		if (sscanf(line, "%63s %lu %*u %lu %*u %lu : tunables %*u %*u %*u : slabdata %*u %lu",
			   name, &active, &size, &pages, &slabs) != 5 ||
		    (cache && strcmp(cache, name)))
			continue;
		sum.bytes += (double)active * size;
		sum.pages += (double)slabs * pages;
	}
	return sum;
}

/* Pages on the lists of CPUs are free, too. */
static double free_pages(void)
{
	const char *line;
	unsigned long n;
	double sum = 0;

	if (pwrite(look.fold, "1", 1, 0) != 1)
		return 0;
	for (line = content(look.zoneinfo); *line; line = next_line(line))
		if (sscanf(line, " pages free %lu", &n) == 1 || sscanf(line, " count: %lu", &n) == 1)
			sum += n;
	return sum;
}

bool memory__is_counted(void)
{
	return !access(SLABINFO, R_OK) && !access(ZONEINFO, R_OK) && !access(FOLD, W_OK) &&
	       !access("/sys/kernel/slab/kvm_vcpu/shrink", W_OK);
}

double memory__taken(const char *cache)
{
	struct slabs slabs;

	if (look.slabinfo < 0)
		open_all();
	shrink(cache);
	slabs = read_slabs(cache);
	if (cache)
		return slabs.bytes;
	return slabs.bytes - (free_pages() + slabs.pages) * sysconf(_SC_PAGESIZE);
}
