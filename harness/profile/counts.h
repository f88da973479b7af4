/* SPDX-License-Identifier: GPL-2.0-only */
/* counts.h - what is counted at an instruction, a line, a function. */
#ifndef PROFILE_COUNTS_H
#define PROFILE_COUNTS_H

enum profile_event {
	PROFILE_INSNS,
	PROFILE_LOADS,
	PROFILE_STORES,
	PROFILE_ATOMICS,
	PROFILE_D1,
	PROFILE_L2,
	PROFILE_LL,
	PROFILE_I1,
	PROFILE_BRANCHES,
	PROFILE_MISPREDICTED,
	/* The same misses, in caches that were emptied before each operation. */
	PROFILE_COLD_D1,
	PROFILE_COLD_L2,
	PROFILE_COLD_LL,
	PROFILE_COLD_I1,
	PROFILE_EVENTS		/* how many there are */
};

/**
 * struct profile_counts - a count of each event
 * @n: whole where nothing was subtracted that does not divide; misses are of the
 *     simulated caches
 */
struct profile_counts {
	double n[PROFILE_EVENTS];
};

/* Names of the events in files and reports, by enum profile_event. */
extern const char * const profile_event_names[PROFILE_EVENTS];

/** profile_event__find() - the event of this name, or -1 */
int profile_event__find(const char *name);

/** profile_counts__add() - add @times of @more to @to */
void profile_counts__add(struct profile_counts *to, const struct profile_counts *more,
			 double times);

/**
 * profile_counts__model() - one number for instructions and misses: a model, not time
 *
 * As users of Cachegrind weigh them: a first-level miss as 10 instructions, a
 * last-level miss as 100.
 */
double profile_counts__model(const struct profile_counts *c);

#endif
