/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * predict.h - a simple branch predictor: two bits for the direction of a conditional
 * branch and the last target of an indirect one, by the branch's address. What it
 * gets wrong is an upper bound for a modern CPU's, which looks at the history too.
 */
#ifndef EMULATED_PLUGIN_PREDICT_H
#define EMULATED_PLUGIN_PREDICT_H

#include <stdbool.h>
#include <stdint.h>

#define PREDICT_ENTRIES	16384

/**
 * struct predictor - its memory, all zero at first
 * @taken:	0, 1: not taken is expected; 2, 3: taken
 * @targets:	of indirect branches
 */
struct predictor {
	uint8_t taken[PREDICT_ENTRIES];
	uint64_t targets[PREDICT_ENTRIES];
};

/** predict__direction() - a conditional branch at @at; returns whether that was expected */
static inline bool predict__direction(struct predictor *p, uint64_t at, bool taken)
{
	uint8_t *state = &p->taken[at % PREDICT_ENTRIES];
	bool right = (*state >= 2) == taken;

	if (taken)
		*state += *state < 3;
	else
		*state -= *state > 0;
	return right;
}

/** predict__target() - an indirect branch; returns whether its target was expected */
static inline bool predict__target(struct predictor *p, uint64_t at, uint64_t target)
{
	uint64_t *last = &p->targets[at % PREDICT_ENTRIES];
	bool right = *last == target;

	*last = target;
	return right;
}

#endif
