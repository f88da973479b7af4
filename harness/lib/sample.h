/* SPDX-License-Identifier: GPL-2.0-only */
/* sample.h - what a results file is made of. */
#ifndef LIB_SAMPLE_H
#define LIB_SAMPLE_H

/**
 * struct sample - one batch
 * @value: mean cost of an op in this batch, in the unit of the array it is in
 * @round: the round that it was taken in
 */
struct sample {
	double value;
	unsigned int round;
};

#endif
