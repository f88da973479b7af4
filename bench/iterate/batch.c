// SPDX-License-Identifier: GPL-2.0-only
/* batch.c - the loop around the walks. */
#include "batch.h"
#include "walk.h"

static struct set *current_set;

/*
 * A removed object may be missing, and nothing else. NONE returns the sum as it
 * is and visits nothing.
 */
static void check(const struct iterate_cell *cell, u64 sum, struct iterate_batch *batch)
{
	u64 least = current_set->sum;

	if (cell->kind == ITERATE_NONE)
		return;
	batch->visits += cell->nr;
	if (sum == current_set->sum)
		return;
	least -= weight_of(cell->nr - 1);
	if (!cell->writer || sum != least)
		batch->wrong++;
	batch->visits--;
}

/* The clock is read around all walks together. */
static void run_warm(const struct iterate_cell *cell, walk_fn walk, struct iterate_batch *batch)
{
	unsigned long state = platform__begin();
	u64 start = platform__start(cell->insns), sum = 0;
	u32 i;

	for (i = 0; i < cell->walks; i++)
		sum += walk(current_set);
	batch->cost = platform__stop(cell->insns) - start;
	platform__end(state);
	batch->wrong = sum != cell->walks * current_set->sum;
	if (cell->kind != ITERATE_NONE)
		batch->visits = (u64)cell->walks * cell->nr;
}

/* The clock is read around each walk: the work in between costs nothing. */
static void run_apart(const struct iterate_cell *cell, walk_fn walk, bool thread,
		      struct iterate_batch *batch)
{
	unsigned long state;
	u64 start, sum;
	u32 i;

	for (i = 0; i < cell->walks; i++) {
		if (cell->writer && !thread) {
			set__change(current_set, cell->kind);
			batch->changes++;
		}
		if (cell->cold)
			set__evict(current_set);
		state = platform__begin();
		start = platform__start(cell->insns);
		sum = walk(current_set);
		barrier();
		batch->cost += platform__stop(cell->insns) - start;
		platform__end(state);
		check(cell, sum, batch);
	}
}

static bool valid(const struct iterate_cell *cell)
{
	return cell->kind < ITERATE_KINDS && cell->loop < ITERATE_LOOPS && cell->nr &&
	       cell->nr <= ITERATE_MAX_OBJECTS && cell->walks && cell->walks <= 1u << 24;
}

int batch__run(const struct iterate_cell *cell, struct iterate_batch *batch)
{
	walk_fn walk = valid(cell) ? walk__get(cell->kind, cell->loop) : NULL;
	bool thread;

	if (!walk)
		return valid(cell) ? -EOPNOTSUPP : -EINVAL;
	if (!set__fits(current_set, cell)) {
		batch__finish();
		current_set = set__create(cell);
	}
	if (!current_set)
		return -ENOMEM;
	memset(batch, 0, sizeof(*batch));
	walk(current_set);
	walk(current_set);
	if (!cell->writer && !cell->cold) {
		run_warm(cell, walk, batch);
		return 0;
	}
	thread = cell->writer && platform__start_writer(current_set, cell->kind);
	run_apart(cell, walk, thread, batch);
	if (thread)
		batch->changes = platform__stop_writer();
	return 0;
}

void batch__finish(void)
{
	set__destroy(current_set);
	current_set = NULL;
}
