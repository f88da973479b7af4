/* SPDX-License-Identifier: GPL-2.0-only */
/* store.h - results files that appear whole or not at all. */
#ifndef TESTBED_MACHINE_STORE_H
#define TESTBED_MACHINE_STORE_H

#include "options.h"

/**
 * store__write() - write both sides' results files and print their paths
 * @s:		what was asked for
 * @m:		a matrix with nothing open
 * @cpu:	the machine's CPU
 * @why:	says what is wrong
 *
 * Files appear as RESULTS/BASE/KERNEL/TESTBED/RUN.txt, or after an error not at all.
 *
 * Return: 0 or a negative errno.
 */
int store__write(const struct machine_options *s, const struct matrix *m, const char *cpu,
		 struct why *why);

#endif
