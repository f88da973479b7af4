/* SPDX-License-Identifier: GPL-2.0-only */
/* output.h - a results file that appears whole or not at all. */
#ifndef MEASURE_OUTPUT_H
#define MEASURE_OUTPUT_H

#include <stdio.h>

#include "lib/why.h"

/**
 * output__begin() - have standard output go to a file that is not yet there
 * @path:	the results file, or NULL to leave standard output as it is
 * @why:	says what is wrong
 *
 * The output goes to a hidden file beside @path, or beside what @path is a link to.
 * Signals that end the program remove that file first. A pipe or a device is written
 * to as it is.
 *
 * Return: 0 or a negative errno.
 */
int output__begin(const char *path, struct why *why);

/**
 * output__end() - put the file in its place
 * @path:	as for output__begin()
 * @why:	says what is wrong
 *
 * Return: 0, or a negative errno (a full disk, a closed pipe); then there is no
 * file.
 */
int output__end(const char *path, struct why *why);

/** output__progress() - on a terminal, show which cell is being measured */
void output__progress(const char *bench, unsigned int nr_vcpus);

#endif
