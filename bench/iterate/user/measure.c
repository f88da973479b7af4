// SPDX-License-Identifier: GPL-2.0-only
/* measure.c - the order in which batches are done, and what is printed of them. */
#include <errno.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "counts.h"
#include "lib/watcher.h"
#include "measure.h"
#include "names.h"
#include "results/write.h"

#define BATCHES		11	/* of nanoseconds: odd, for the median */
#define WRITER_BATCHES	3	/* each waits for a thread and a grace period first */
#define EXACT_BATCHES	2	/* with interrupts off every batch is the same */
#define BATCH_VISITS	16384	/* of warm walks, about 0.1 ms */
#define COLD_VISITS	256	/* evicting takes longer than the walk */

char counts__cell[128];

static unsigned long samples;

/**
 * struct group - the kinds of walk over one set, measured by turns
 * @cell:	all but the kind
 * @wanted:	kinds to measure; ITERATE_NONE always is
 * @batch:	what came of each
 */
struct group {
	struct iterate_cell cell;
	bool wanted[ITERATE_KINDS];
	struct iterate_batch batch[ITERATE_KINDS][BATCHES];
};

static unsigned int batches(const struct measure *m, const struct iterate_cell *cell)
{
	if (m->counts)
		return 1;
	return m->insns ? EXACT_BATCHES : cell->writer ? WRITER_BATCHES : BATCHES;
}

static unsigned int walks(const struct measure *m, const struct iterate_cell *cell)
{
	unsigned int visits = cell->cold ? COLD_VISITS : BATCH_VISITS;

	if (m->counts)
		return 1;
	if (m->insns)
		return 4;
	return cell->nr < visits ? visits / cell->nr : 1;
}

static void name_cell(const struct iterate_cell *cell, char *name)
{
	names__bench(cell, name);
	snprintf(name + strlen(name), NAMES_SIZE - strlen(name), "/vcpus=%u", cell->nr);
}

static int run_kind(const struct measure *m, struct group *g, unsigned int kind, unsigned int b)
{
	struct iterate_cell cell = g->cell;
	int err;

	cell.kind = kind;
	cell.walks = walks(m, &cell);
	name_cell(&cell, counts__cell);
	err = m->form->run(&cell, &g->batch[kind][b]);
	if (m->insns || m->counts)
		watcher__tell("batch %s %llu", kind == ITERATE_NONE ? "empty" : "sample",
			      m->counts ? 0ull : (unsigned long long)g->batch[kind][b].cost);
	return err;
}

/* A B C, then C B A: what drifts meets all kinds alike. */
static int run_group(const struct measure *m, struct group *g)
{
	unsigned int b, i, kind;
	int err;

	for (b = 0; b < batches(m, &g->cell); b++) {
		for (i = 0; i < ITERATE_KINDS; i++) {
			kind = b & 1 ? ITERATE_KINDS - 1 - i : i;
			err = g->wanted[kind] ? run_kind(m, g, kind, b) : 0;
			if (err)
				return err;
		}
	}
	return 0;
}

/* The harness alone, in the unit of a sample: what disturbs it only adds. */
static double empty_cost(const struct measure *m, const struct group *g)
{
	uint64_t least = UINT64_MAX;
	unsigned int b;

	for (b = 0; b < batches(m, &g->cell); b++)
		if (g->batch[ITERATE_NONE][b].cost < least)
			least = g->batch[ITERATE_NONE][b].cost;
	return (double)least / walks(m, &g->cell);
}

static void print_sample(const struct measure *m, const struct iterate_cell *cell, const char *name,
			 const struct iterate_batch *batch, double empty)
{
	unsigned int n = walks(m, cell);

	if (batch->wrong) {
		fprintf(m->out, "Benchmark%s invalid %llu of %u walks did not visit every object\n",
			name, (unsigned long long)batch->wrong, n);
		return;
	}
	fprintf(m->out, "Benchmark%s %u %.10g %s\n", name, n, (double)batch->cost / n - empty,
		m->insns ? "insns/op" : "ns/op");
	samples++;
}

static void print_writer(const struct measure *m, const struct iterate_cell *cell,
			 const struct iterate_batch *all)
{
	uint64_t changes = 0;
	unsigned int b;

	for (b = 0; b < batches(m, cell); b++)
		changes += all[b].changes;
	fprintf(m->out, "# writer: %llu changes in %u walks\n", (unsigned long long)changes,
		batches(m, cell) * walks(m, cell));
}

static void print_kind(const struct measure *m, const struct group *g, unsigned int kind)
{
	struct iterate_cell cell = g->cell;
	double empty = empty_cost(m, g);
	char name[NAMES_SIZE];
	unsigned int b;

	cell.kind = kind;
	name_cell(&cell, name);
	if (m->form->lacks(&cell)) {
		fprintf(m->out, "Benchmark%s skip %s\n", name, m->form->lacks(&cell));
		return;
	}
	fprintf(m->out, "# empty walk: %.10g %s subtracted\n", empty,
		m->insns ? "insns/op" : "ns/op");
	if (cell.writer)
		print_writer(m, &cell, g->batch[kind]);
	for (b = 0; b < batches(m, &cell); b++)
		print_sample(m, &cell, name, &g->batch[kind][b], empty);
}

/* The kinds of a group that are asked for, and that this form has. */
static int measure_group(const struct measure *m, struct group *g, const bool *asked)
{
	struct iterate_cell cell = g->cell;
	int err;

	memset(g->batch, 0, sizeof(g->batch));
	for (cell.kind = 0; cell.kind < ITERATE_KINDS; cell.kind++)
		g->wanted[cell.kind] = asked[cell.kind] && !m->form->lacks(&cell);
	g->wanted[ITERATE_NONE] = true;
	err = run_group(m, g);
	if (err || m->counts)
		return err;
	for (cell.kind = ITERATE_PLAIN; cell.kind < ITERATE_KINDS; cell.kind++)
		if (asked[cell.kind])
			print_kind(m, g, cell.kind);
	return 0;
}

/* Which kinds of this loop, order and state match? */
static bool ask(const struct measure *m, const struct iterate_cell *of, bool *asked)
{
	struct iterate_cell cell = *of;
	char name[NAMES_SIZE];
	bool any = false;

	for (cell.kind = ITERATE_PLAIN; cell.kind < ITERATE_KINDS; cell.kind++) {
		names__bench(&cell, name);
		asked[cell.kind] = !fnmatch(m->bench, name, 0);
		any |= asked[cell.kind];
	}
	return any;
}

/* Sizes and orders outside, so that a set serves all loops and states. */
static int measure_set(const struct measure *m, unsigned int nr, unsigned int shuffled,
		       unsigned int round)
{
	static struct group g;
	struct iterate_cell cell;
	bool asked[ITERATE_KINDS] = { false };
	int err = 0;

	names__first(&cell);
	do {
		if (cell.shuffled != shuffled || !ask(m, &cell, asked))
			continue;
		g.cell = cell;
		g.cell.nr = nr;
		g.cell.insns = m->insns;
		g.cell.seed = round;
		err = measure_group(m, &g, asked);
	} while (!err && names__next(&cell) && cell.kind == ITERATE_PLAIN);
	return err;
}

int measure__all(const struct measure *m)
{
	unsigned int round, i;
	int err = 0;

	if (!m->counts && !m->stream)
		write__unit(m->out, m->insns ? &clock_insns : &clock_ns);
	for (round = 1; round <= m->rounds; round++) {
		if (!m->counts && !m->stream)
			write__round(m->out, round);
		for (i = 0; i < 2 * m->nr_sizes && !err; i++)
			err = measure_set(m, m->sizes[i / 2], i & 1, round);
	}
	if (!m->counts && !m->stream)
		write__end(m->out, samples);
	return err;
}

static int measure_cell(const struct measure *m, const char *name)
{
	static struct group g;
	bool asked[ITERATE_KINDS] = { false };
	int err;

	if (!names__parse(name, &g.cell))
		return -EINVAL;
	asked[g.cell.kind] = true;
	g.cell.insns = m->insns;
	g.cell.seed = 1;
	fprintf(m->out, "# cell %s\n", name);
	if (m->insns || m->counts) {
		watcher__tell("cell %s %u", name, walks(m, &g.cell));
		watcher__tell("arm");
	}
	err = measure_group(m, &g, asked);
	if (m->insns || m->counts)
		watcher__tell(err ? "drop" : "end");
	return err;
}

int measure__cells(const struct measure *m)
{
	char name[NAMES_SIZE];
	FILE *f = fopen(m->cells, "re");
	int err = f ? 0 : -errno;

	while (!err && fgets(name, sizeof(name), f)) {
		name[strcspn(name, " \n")] = 0;	/* what follows is for perf */
		err = measure_cell(m, name);
		fflush(m->out);
	}
	if (f)
		fclose(f);
	return err;
}
