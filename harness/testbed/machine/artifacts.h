/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * artifacts.h - files that a machine sends: perf.data and perf's reports. They
 * go to RESULTS/BASE/KERNEL/TESTBED/RUN.perf/, which appears with the results file.
 */
#ifndef TESTBED_MACHINE_ARTIFACTS_H
#define TESTBED_MACHINE_ARTIFACTS_H

#include <stdio.h>

#include "options.h"

/**
 * artifacts__create() - open a file that a machine begins to send
 * @s:		what was asked for
 * @side:	whose kernel it is of
 * @name:	without a directory
 * @why:	says what is wrong
 *
 * Return: the file, or NULL if it cannot be made.
 */
FILE *artifacts__create(const struct machine_options *s, int side, const char *name,
			struct why *why);

/** artifacts__show() - the side's results file is stored: its directory appears */
int artifacts__show(const struct machine_options *s, int side, struct why *why);

/** artifacts__remove() - remove what has not appeared */
void artifacts__remove(const struct machine_options *s);

#endif
