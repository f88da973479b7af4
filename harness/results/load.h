/* SPDX-License-Identifier: GPL-2.0-only */
/* load.h - read and check one results file. */
#ifndef RESULTS_LOAD_H
#define RESULTS_LOAD_H

#include "results.h"

/**
 * results__load() - read and check one results file
 * @path: the file
 * @force: take a file that is cut short for what it holds; otherwise that is
 *	   an error. Other damage always is one
 * @out: the results, to be freed with results__free(); untouched on error
 * @why: says what is wrong, with the file and the line
 *
 * A file marked incomplete is no error here: see @out->incomplete.
 *
 * Return: 0, -ENOMEM, -EINVAL (damaged), or the error of opening or reading.
 */
int results__load(const char *path, bool force, struct results **out,
		  struct why *why);

#endif
