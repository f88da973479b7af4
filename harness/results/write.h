/* SPDX-License-Identifier: GPL-2.0-only */
/* write.h - the lines of a results file, whoever measures. docs/format.md describes them. */
#ifndef RESULTS_WRITE_H
#define RESULTS_WRITE_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/clock.h"

#define RESULTS_SCHEMA	"vcpuscale/1"

/**
 * struct results_head - what the first lines of a results file say
 * @run:	id of the run
 * @paired_with: id of the run that was measured in turns with it, or NULL
 * @boots_alternate: the two kernels have two images, a boot each
 * @varies:	names of benchmarks whose counts do not repeat, or NULL
 * @kernel:	lines that describe the kernel, each with its newline
 * @testbed:	where it ran
 * @machine:	what results must have in common to be compared
 * @cpu:	model of the CPU
 */
struct results_head {
	const char *run;
	const char *paired_with;
	bool boots_alternate;
	const char *varies;
	const char *kernel;
	const char *testbed;
	const char *machine;
	const char *cpu;
};

/** write__head() - the first lines of a file; write__unit() comes before the first sample */
void write__head(FILE *out, const struct results_head *head);

/** write__unit() - the line that says what samples in this unit mean */
void write__unit(FILE *out, const struct clock_unit *unit);

/** write__units() - such a line for each unit of a machine whose TSC counts @machine */
void write__units(FILE *out, const struct clock_unit *machine);

/** write__round() - what follows was measured in this round */
void write__round(FILE *out, unsigned int round);

/** write__incomplete() - mark a file of which nobody may believe that it is whole */
void write__incomplete(FILE *out);

/** write__end() - the last line, with the number of sample lines */
void write__end(FILE *out, unsigned long samples);

/**
 * write__number() - a sample's value
 * @value:	of any size, 0 or above
 *
 * Ten digits, or all before the point where there are more; not the exponent
 * that %g would make of a time above 10 s in nanoseconds.
 */
void write__number(FILE *out, double value);

#endif
