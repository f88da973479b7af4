/* SPDX-License-Identifier: GPL-2.0-only */
/* counts.h - what is counted of an instruction, or of a call. */
#ifndef EMULATED_PLUGIN_COUNTS_H
#define EMULATED_PLUGIN_COUNTS_H

#include <stdint.h>

enum count {
	COUNT_INSNS, COUNT_LOADS, COUNT_STORES, COUNT_ATOMICS, COUNT_D1, COUNT_L2, COUNT_LL,
	COUNT_I1, COUNT_BRANCHES, COUNT_MISPREDICTED, COUNT_COLD_D1, COUNT_COLD_L2,
	COUNT_COLD_LL, COUNT_COLD_I1, NR_COUNTS
};

/** struct counts - one of each */
struct counts {
	uint64_t at[NR_COUNTS];
};

/** enum window - what a batch was; WINDOW_NONE: a warm-up */
enum window { WINDOW_SAMPLE, WINDOW_EMPTY, WINDOW_NONE, WINDOW_KINDS = WINDOW_NONE };

/**
 * struct counted - counts of the current window, and of those that are kept
 * @now:	of the current window, or of the last one until it is known what it was
 * @kept:	sums over the windows of the least cost
 */
struct counted {
	struct counts now;
	struct counts kept[WINDOW_KINDS];
};

static inline void counts__add(struct counts *to, const struct counts *from)
{
	int i;

	for (i = 0; i < NR_COUNTS; i++)
		to->at[i] += from->at[i];
}

/** counts__add_since() - what @now has more than @then */
static inline void counts__add_since(struct counts *to, const struct counts *now,
				     const struct counts *then)
{
	int i;

	for (i = 0; i < NR_COUNTS; i++)
		to->at[i] += now->at[i] - then->at[i];
}

#endif
