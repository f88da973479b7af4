/* SPDX-License-Identifier: GPL-2.0-only */
/* parse.h - every line of a results file. */
#ifndef RESULTS_PARSE_H
#define RESULTS_PARSE_H

#include "results.h"

/**
 * results__parse() - read every line of @r->path into an empty @r
 * @force: leave an unfinished last line out
 *
 * results__load() calls it, and frees @r when it fails.
 */
int results__parse(struct results *r, bool force, struct why *why);

#endif
