/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * testbed.h - what a testbed is: a kind of machine that kernels are measured in.
 *
 * A testbed is a folder harness/testbed/NAME/ with testbed.c, which describes it
 * by TESTBED(). The build finds the folders by wildcard, the linker makes the
 * table. A script check.sh beside testbed.c, where there is one, says whether this
 * machine can run it.
 */
#ifndef TESTBED_TESTBED_H
#define TESTBED_TESTBED_H

#include <stdbool.h>

struct qemu;

/**
 * struct testbed - one kind of machine
 * @name:	as in TESTBED=, and in a results file's head
 * @summary:	one line, for --list
 * @rounds:	a side, unless others are asked for
 * @exact:	its clock counts instructions; else nanoseconds
 * @vendors:	KVM's vendor modules that a kernel is built with: "amd", "all" where
 *		the CPU is known only in the machine, "own" for this machine's
 * @machine:	what it is, in a results file's head behind QEMU's version
 * @exec:	become the machine, -1 with errno set if it cannot be started; NULL
 *		where another program measures than vcpuscale-testbed
 */
struct testbed {
	const char *name;
	const char *summary;
	unsigned int rounds;
	bool exact;
	const char *vendors;
	const char *machine;
	int (*exec)(const struct qemu *q);
};

/** Put a testbed on the list that the build makes of all folders. */
#define TESTBED(symbol) \
	const struct testbed symbol __attribute__((section("testbeds"), used, aligned(8)))

#endif
