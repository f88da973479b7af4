/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * artifacts.h - files that a machine sends: perf.data and perf's reports, and exact
 * profiles. They go to RESULTS/BASE/KERNEL/TESTBED/RUN.perf/ and RUN.profile/, which
 * appear with the results file.
 */
#ifndef TESTBED_MACHINE_ARTIFACTS_H
#define TESTBED_MACHINE_ARTIFACTS_H

#include <stdio.h>

#include "options.h"

#define ARTIFACTS_PERF		".perf"
#define ARTIFACTS_PROFILE	".profile"

/**
 * artifacts__create() - open a file that a machine begins to send
 * @s:		what was asked for
 * @side:	whose kernel it is of
 * @suffix:	ARTIFACTS_PERF or ARTIFACTS_PROFILE
 * @name:	without a directory
 * @why:	says what is wrong
 *
 * Return: the file, or NULL if it cannot be made.
 */
FILE *artifacts__create(const struct machine_options *s, int side, const char *suffix,
			const char *name, struct why *why);

/** artifacts__show() - the side's results file is stored: its directories appear */
int artifacts__show(const struct machine_options *s, int side, struct why *why);

/** artifacts__remove() - remove what has not appeared */
void artifacts__remove(const struct machine_options *s);

#endif
