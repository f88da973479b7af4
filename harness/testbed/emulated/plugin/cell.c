// SPDX-License-Identifier: GPL-2.0-only
/* cell.c - from windows to a file: docs/profile-format.md. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cell.h"
#include "stack.h"

#define MAX_WINDOWS	256

struct window_seen {
	enum window kind;
	uint64_t cost, insns;
};

static char cell_name[CELL_NAME_SIZE];
static unsigned long cell_ops;
static struct window_seen seen[MAX_WINDOWS];
static unsigned int nr_seen;
static unsigned int nr_kept[WINDOW_KINDS];
static uint64_t least[WINDOW_KINDS];

static const char * const kinds[WINDOW_KINDS] = { "sample", "empty" };

void cell__begin(const char *name, unsigned long ops)
{
	snprintf(cell_name, sizeof(cell_name), "%s", name);
	cell_ops = ops;
	nr_seen = 0;
	memset(nr_kept, 0, sizeof(nr_kept));
}

static void keep(struct counted *t, enum window kind, bool first)
{
	if (kind != WINDOW_NONE && first)
		t->kept[kind] = t->now;
	else if (kind != WINDOW_NONE)
		counts__add(&t->kept[kind], &t->now);
	memset(&t->now, 0, sizeof(t->now));
}

static void keep_all(enum window kind, bool first)
{
	struct insn **i;
	struct call **c;

	code__for_each(i)
		keep(&(*i)->counted, kind, first);
	stack__for_each(c) {
		keep(&(*c)->counted, kind, first);
		if (kind != WINDOW_NONE)
			(*c)->kept[kind] = (*c)->now + (first ? 0 : (*c)->kept[kind]);
		(*c)->now = 0;
	}
}

void cell__window(enum window kind, uint64_t cost, uint64_t insns)
{
	bool first;

	if (kind != WINDOW_NONE && nr_seen < MAX_WINDOWS)
		seen[nr_seen++] = (struct window_seen){ kind, cost, insns };
	if (kind != WINDOW_NONE && nr_kept[kind] && cost > least[kind])
		kind = WINDOW_NONE;
	if (kind == WINDOW_NONE) {
		keep_all(kind, false);
		return;
	}
	first = !nr_kept[kind] || cost < least[kind];
	nr_kept[kind] = first ? 1 : nr_kept[kind] + 1;
	least[kind] = cost;
	keep_all(kind, first);
}

static void write_head(FILE *f, const struct cache_sizes *sizes, int interface)
{
	static const char * const levels[CACHE_LEVELS] = { "I1", "D1", "L2", "LL" };
	unsigned int i;

	fprintf(f, "vcpuscale-raw-profile: 1\ncell: %s\nplugin-interface: %d\ncache:", cell_name,
		interface);
	for (i = 0; i < CACHE_LEVELS; i++)
		fprintf(f, " %s %u,%u,%u", levels[i], sizes->at[i].bytes, sizes->at[i].ways,
			CACHE_LINE);
	fprintf(f, "\nops: %lu\nwindows: %u\ncost: %" PRIu64 "\n", cell_ops,
		nr_kept[WINDOW_SAMPLE], least[WINDOW_SAMPLE]);
	if (nr_kept[WINDOW_EMPTY])
		fprintf(f, "empty-windows: %u\nempty-cost: %" PRIu64 "\n", nr_kept[WINDOW_EMPTY],
			least[WINDOW_EMPTY]);
	fputs("events: insns loads stores atomics d1 l2 ll i1 branches mispredicted "
	      "cold-d1 cold-l2 cold-ll cold-i1\n", f);
	for (i = 0; i < nr_seen; i++)
		fprintf(f, "w %s %" PRIu64 " %" PRIu64 "\n", kinds[seen[i].kind], seen[i].cost,
			seen[i].insns);
}

/* Zeros at the end are left out. */
static void write_counts(FILE *f, const struct counts *c)
{
	int i, nr = NR_COUNTS;

	while (nr && !c->at[nr - 1])
		nr--;
	for (i = 0; i < nr; i++)
		fprintf(f, " %" PRIu64, c->at[i]);
	fputc('\n', f);
}

static bool is_empty(const struct counts *c)
{
	static const struct counts none;

	return !memcmp(c, &none, sizeof(none));
}

static const char worlds[WORLDS] = { 'k', 'u', 'g' };

/* An address near the one before is written as the distance to it. */
static void write_insns(FILE *f, enum window kind, char word)
{
	size_t i, nr;
	struct insn **insns = code__insns(&nr);
	uint64_t vaddr, before = 0;

	for (i = 0; i < nr; i++) {
		if (is_empty(&insns[i]->counted.kept[kind]))
			continue;
		vaddr = insns[i]->vaddr;
		fprintf(f, "%c %c %s%" PRIx64, word, worlds[code__world(vaddr)],
			vaddr - before < 4096 ? "+" : "",
			vaddr - before < 4096 ? vaddr - before : vaddr);
		write_counts(f, &insns[i]->counted.kept[kind]);
		before = vaddr;
	}
}

static void write_calls(FILE *f, enum window kind, char word)
{
	size_t i, nr;
	struct call **calls = stack__calls(&nr);

	for (i = 0; i < nr; i++) {
		if (!calls[i]->kept[kind] && is_empty(&calls[i]->counted.kept[kind]))
			continue;
		fprintf(f, "%c %c %" PRIx64 " %" PRIx64 " %" PRIu64, word,
			worlds[code__world(calls[i]->site)], calls[i]->site, calls[i]->callee,
			calls[i]->kept[kind]);
		write_counts(f, &calls[i]->counted.kept[kind]);
	}
}

static void name_file(char *path, size_t size, const char *dir)
{
	char *name;

	snprintf(path, size, "%s/%s.raw", dir, cell_name);
	for (name = path + strlen(dir) + 1; *name; name++)
		if (*name == '/')
			*name = ',';
}

int cell__write(const char *dir, const struct cache_sizes *sizes, int interface)
{
	char path[PATH_MAX], partial[PATH_MAX];
	int err;
	FILE *f;

	mkdir(dir, 0777);
	name_file(path, sizeof(path), dir);
	snprintf(partial, sizeof(partial), "%s/partial", dir);
	f = fopen(partial, "we");
	if (!f)
		return -errno;
	write_head(f, sizes, interface);
	write_insns(f, WINDOW_SAMPLE, 'a');
	write_calls(f, WINDOW_SAMPLE, 'c');
	write_insns(f, WINDOW_EMPTY, 'e');
	write_calls(f, WINDOW_EMPTY, 'd');
	fputs("end\n", f);
	err = ferror(f) ? -EIO : 0;
	if ((fclose(f) || err) || rename(partial, path))
		err = err ? : -errno;
	if (err)
		unlink(partial);
	return err;
}
