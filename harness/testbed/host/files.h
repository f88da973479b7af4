/* SPDX-License-Identifier: GPL-2.0-only */
/* files.h - the results files of vcpuscale-host: whole, or not there. */
#ifndef TESTBED_HOST_FILES_H
#define TESTBED_HOST_FILES_H

#include "options.h"

/** files__begin() - read the sides' info, write the heads; 0 or a negative errno */
int files__begin(struct host_options *p, struct why *why);

/**
 * files__end() - add the last lines, put the files in their places, print these
 * @p:		what was asked for
 * @restored_ms: what putting back took
 * @why:	says what is wrong
 *
 * Return: 0, or a negative errno; then there are no files.
 */
int files__end(struct host_options *p, unsigned int restored_ms, struct why *why);

/** files__remove() - remove what was begun */
void files__remove(struct host_options *p);

#endif
