/* SPDX-License-Identifier: GPL-2.0-only */
/* What is simulated: kinds of noise, numbers of rounds. */
#ifndef VCPUSCALE_TEST_SIM_SCENES_H
#define VCPUSCALE_TEST_SIM_SCENES_H

#include <math.h>
#include <stdbool.h>

enum noise { NORMAL, SKEWED, BIMODAL, HEAVY, OUTLIERS, DRIFTING, APART, NR_NOISES,
	     MODES = NR_NOISES, NR_ALL };
#define ALIKE		99
#define INDEPENDENT	DRIFTING	/* kinds below this are of independent draws */

static const char * const noise_names[] = {
	"normal", "skewed", "bimodal", "heavy", "outliers", "autocorrelated", "autocorr.-apart",
	"two-modes",
};

/**
 * struct scene - what is simulated
 * @table: where it belongs
 * @name: for the table
 * @sd: standard deviation of a sample, 0.01 for 1 %
 * @shift: by how much one cell is slower, where that is simulated
 * @base: rounds of the base
 * @head: rounds of the head
 * @batches: samples a round
 * @ratio: standard deviation of the head's noise, as a multiple of the base's
 * @noises: how many kinds of noise, from NORMAL on
 * @apart: the runs were not measured in turn
 * @exact: the unit's counts should repeat
 * @boot: of MODES, rounds that a boot has, which share a mixture; ALIKE: all rounds have
 *	  the same; 0 for other scenes
 */
static const struct scene {
	const char *table;
	const char *name;
	double sd;
	double shift;
	unsigned int base;
	unsigned int head;
	unsigned int batches;
	double ratio;
	unsigned int noises;
	bool apart;
	bool exact;
	unsigned int boot;
} scenes[] = {
	{ "times", "sample-1%,5-a-round", 0.01, 1.02, 10, 10, 5, 1, NR_NOISES, false, false, 0 },
	{ "times", "difference-1%", 0.01 * M_SQRT1_2, 1.02, 10, 10, 1, 1, NR_NOISES, false, false, 0 },
	{ "times", "value-1%", 0.01, 1.02, 10, 10, 1, 1, NR_NOISES, false, false, 0 },
	{ "rounds", "10-10,apart", 0.01, 1.02, 10, 10, 1, 1, INDEPENDENT, true, false, 0 },
	{ "rounds", "10-10,apart,3x", 0.005, 1.02, 10, 10, 1, 3, INDEPENDENT, true, false, 0 },
	{ "rounds", "4-4", 0.005, 1.02, 4, 4, 1, 1, INDEPENDENT, true, false, 0 },
	{ "rounds", "4-4,3x", 0.005, 1.02, 4, 4, 1, 3, INDEPENDENT, true, false, 0 },
	{ "rounds", "6-6,in-turn", 0.005, 1.02, 6, 6, 1, 1, INDEPENDENT, false, false, 0 },
	{ "rounds", "4-16", 0.005, 1.02, 4, 16, 1, 1, INDEPENDENT, true, false, 0 },
	{ "rounds", "4-16,3x", 0.005, 1.02, 4, 16, 1, 3, INDEPENDENT, true, false, 0 },
	{ "rounds", "16-4,3x", 0.005, 1.02, 16, 4, 1, 3, INDEPENDENT, true, false, 0 },
	{ "rounds", "8-16,3x", 0.005, 1.02, 8, 16, 1, 3, INDEPENDENT, true, false, 0 },
	{ "counts", "2-rounds,0.05%", 0.0005, 1.02, 2, 2, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "2-rounds,1%", 0.01, 1.02, 2, 2, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "4-rounds,0.05%", 0.0005, 1.02, 4, 4, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "4-rounds,0.1%", 0.001, 1.02, 4, 4, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "4-rounds,0.3%", 0.003, 1.02, 4, 4, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "4-rounds,1%", 0.01, 1.02, 4, 4, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "8-rounds,0.1%", 0.001, 1.02, 8, 8, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "8-rounds,0.3%", 0.003, 1.02, 8, 8, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "16-rounds,0.05%", 0.0005, 1.02, 16, 16, 1, 1, HEAVY, false, true, 0 },
	{ "counts", "16-rounds,1%", 0.01, 1.02, 16, 16, 1, 1, HEAVY, false, true, 0 },
	{ "modes", "4-rounds,1-boot", 0.0005, 1.02, 4, 4, 24, 1, 0, false, true, 4 },
	{ "modes", "4-rounds,2-boots", 0.0005, 1.02, 4, 4, 24, 1, 0, false, true, 2 },
	{ "modes", "4-rounds,4-boots", 0.0005, 1.02, 4, 4, 24, 1, 0, false, true, 1 },
	{ "modes", "8-rounds,4-boots", 0.0005, 1.02, 8, 8, 24, 1, 0, false, true, 2 },
	{ "modes", "16-rounds,4-boots", 0.0005, 1.02, 16, 16, 24, 1, 0, false, true, 4 },
	{ "modes", "4-rounds,alike", 0.0005, 1.02, 4, 4, 24, 1, 0, false, true, ALIKE },
};

#endif
