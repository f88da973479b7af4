// SPDX-License-Identifier: GPL-2.0-only
/* counts.c - what is counted at an instruction, a line, a function. */
#include "counts.h"

#include <string.h>

const char * const profile_event_names[PROFILE_EVENTS] = {
	[PROFILE_INSNS] = "insns",
	[PROFILE_LOADS] = "loads",
	[PROFILE_STORES] = "stores",
	[PROFILE_ATOMICS] = "atomics",
	[PROFILE_D1] = "d1",
	[PROFILE_L2] = "l2",
	[PROFILE_LL] = "ll",
	[PROFILE_I1] = "i1",
	[PROFILE_BRANCHES] = "branches",
	[PROFILE_MISPREDICTED] = "mispredicted",
	[PROFILE_COLD_D1] = "cold-d1",
	[PROFILE_COLD_L2] = "cold-l2",
	[PROFILE_COLD_LL] = "cold-ll",
	[PROFILE_COLD_I1] = "cold-i1",
};

int profile_event__find(const char *name)
{
	int i;

	for (i = 0; i < PROFILE_EVENTS; i++) {
		if (!strcmp(profile_event_names[i], name))
			return i;
	}
	return -1;
}

void profile_counts__add(struct profile_counts *to, const struct profile_counts *more,
			 double times)
{
	int i;

	for (i = 0; i < PROFILE_EVENTS; i++)
		to->n[i] += times * more->n[i];
}

double profile_counts__model(const struct profile_counts *c)
{
	return c->n[PROFILE_INSNS] + 10 * c->n[PROFILE_D1] + 100 * c->n[PROFILE_LL];
}
