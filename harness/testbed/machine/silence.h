/* SPDX-License-Identifier: GPL-2.0-only */
/* silence.h - does a machine hang? */
#ifndef TESTBED_MACHINE_SILENCE_H
#define TESTBED_MACHINE_SILENCE_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * struct silence - a machine that says nothing
 * @booting:	it has not yet said anything
 * @boot:	CPU seconds that its boot took
 * @before:	CPU seconds that the cell took before, or on the other side; 0: not known
 * @tainted:	another machine has shown that the cell hangs
 * @vcpus:	of the cell; 0: not known
 */
struct silence {
	bool booting;
	double boot;
	double before;
	bool tainted;
	unsigned int vcpus;
};

/** silence__patience() - how many times longer than others a cell of @vcpus may take */
unsigned int silence__patience(unsigned int vcpus);

/** silence__cpu_time() - seconds that a process has executed; 0 if it is gone */
double silence__cpu_time(pid_t pid);

/** silence__limit() - CPU seconds that a machine may go on saying nothing */
double silence__limit(const struct silence *s);

#endif
