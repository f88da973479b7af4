/* SPDX-License-Identifier: GPL-2.0-only */
/* pair.h - BASE and HEAD, loaded and compared. */
#ifndef COMMAND_PAIR_H
#define COMMAND_PAIR_H

#include "compare/noise.h"
#include "compare/where.h"
#include "options.h"

/**
 * struct pair - two results and their comparison
 * @side: BASE and HEAD
 * @where: their profiles
 * @noise: the newest A/A of their base and machine
 * @c: points into all of them
 */
struct pair {
	struct results *side[2];
	struct compare_where *where;
	struct compare_noise noise;
	struct comparison *c;
};

/**
 * pair__load() - find, load and compare what the command line names
 * @p: zeroed; to be freed with pair__free(), also after an error
 *
 * Return: 0 or a negative errno.
 */
int pair__load(struct pair *p, const struct command_options *o, struct why *why);

/** pair__free() - free the comparison and both sides */
void pair__free(struct pair *p);

#endif
