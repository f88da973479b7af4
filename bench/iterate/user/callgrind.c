// SPDX-License-Identifier: GPL-2.0-only
/*
 * callgrind.c - from callgrind's output to samples.
 *
 * A part of the file is a cell, named by the client request that ended it, see
 * platform__end(). A group of cells begins with kind=none, the harness alone, which
 * is subtracted from the others.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "callgrind.h"
#include "names.h"
#include "results/write.h"

#define REQUEST	"desc: Trigger: Client Request: Iterate/"

enum event { IR, D1MR, D1MW, DLMR, DLMW, EVENTS };

static const char * const event_names[EVENTS] = { "Ir", "D1mr", "D1mw", "DLmr", "DLmw" };

static const struct clock_unit d1_misses = { .name = "D1-misses/op", .exact = true };
static const struct clock_unit ll_misses = { .name = "LL-misses/op", .exact = true };

struct counts {
	long long insns, d1_misses, ll_misses;
};

struct cache_size {
	unsigned int bytes, line, ways;
};

/**
 * struct reading - a file that is being read
 * @out:	gets the samples
 * @cell:	whose part this is, empty before its name and after its counts
 * @column:	of each event among a part's totals; -1: not counted
 * @empty:	the counts of this group's kind=none
 * @samples:	printed so far
 * @version:	callgrind's
 * @d1, @ll:	the caches
 */
struct reading {
	FILE *out;
	char cell[NAMES_SIZE];
	int column[EVENTS];
	struct counts empty;
	long samples;
	char version[32];
	struct cache_size d1, ll;
};

/* "events: Ir Dr ..." */
static void find_columns(struct reading *r, char *names)
{
	char *name, *rest = NULL;
	int column = 0, event;

	for (event = 0; event < EVENTS; event++)
		r->column[event] = -1;
	for (name = strtok_r(names, " \n", &rest); name; name = strtok_r(NULL, " \n", &rest)) {
		for (event = 0; event < EVENTS; event++)
			if (!strcmp(name, event_names[event]))
				r->column[event] = column;
		column++;
	}
}

/* "totals: 168 44 ...": zeros at the end of the line are left out. */
static struct counts read_totals(const struct reading *r, const char *numbers)
{
	long long at[EVENTS] = { 0 }, number;
	int column, event;
	char *end;

	for (column = 0; number = strtoll(numbers, &end, 10), end != numbers; column++) {
		for (event = 0; event < EVENTS; event++)
			if (r->column[event] == column)
				at[event] = number;
		numbers = end;
	}
	return (struct counts){ at[IR], at[D1MR] + at[D1MW], at[DLMR] + at[DLMW] };
}

static void print_cell(struct reading *r, const struct counts *c)
{
	if (strstr(r->cell, "kind=none")) {
		r->empty = *c;
		fprintf(r->out, "# empty walk: %lld insns/op %lld D1-misses/op %lld LL-misses/op subtracted\n",
			c->insns, c->d1_misses, c->ll_misses);
	} else {
		fprintf(r->out, "Benchmark%s 1 %lld insns/op %lld D1-misses/op %lld LL-misses/op\n",
			r->cell, c->insns - r->empty.insns, c->d1_misses - r->empty.d1_misses,
			c->ll_misses - r->empty.ll_misses);
		r->samples++;
	}
	r->cell[0] = 0;
}

static void read_line(struct reading *r, char *line)
{
	struct counts counts;

	if (!strncmp(line, REQUEST, strlen(REQUEST)))
		sscanf(strstr(line, "Iterate/"), "%127s", r->cell);
	else if (!strncmp(line, "events: ", 8))
		find_columns(r, line + 8);
	else if (!strncmp(line, "totals: ", 8) && r->cell[0]) {
		counts = read_totals(r, line + 8);
		print_cell(r, &counts);
	}
	sscanf(line, "creator: callgrind-%31s", r->version);
	sscanf(line, "desc: D1 cache: %u B, %u B, %u-way", &r->d1.bytes, &r->d1.line, &r->d1.ways);
	sscanf(line, "desc: LL cache: %u B, %u B, %u-way", &r->ll.bytes, &r->ll.line, &r->ll.ways);
}

long callgrind__read(const char *path, FILE *out, char *machine, size_t size)
{
	struct reading r = { .out = out };
	FILE *f = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;

	if (!f)
		return -errno;
	write__unit(out, &clock_insns);
	write__unit(out, &d1_misses);
	write__unit(out, &ll_misses);
	write__round(out, 1);
	while (getline(&line, &room, f) >= 0)
		read_line(&r, line);
	free(line);
	fclose(f);
	write__end(out, r.samples);
	snprintf(machine, size, "callgrind %s, D1 %u KiB %u-way, LL %u MiB %u-way, %u B lines",
		 r.version, r.d1.bytes >> 10, r.d1.ways, r.ll.bytes >> 20, r.ll.ways, r.d1.line);
	return r.samples;
}
