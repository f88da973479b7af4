/* SPDX-License-Identifier: GPL-2.0-only */
/* history.h - read the stored runs, find their change points. */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "series.h"

/**
 * history__load() - read the stored runs, find their change points
 * @out: to be freed with history__free(); untouched on error
 * @why: says why there is none
 *
 * Damaged and incomplete files are left out with a warning.
 *
 * Return: 0, -ENOENT (nothing stored that fits), -EINVAL (nothing with two
 * runs, a bad order file, units that contradict each other) or -ENOMEM.
 */
int history__load(const struct history_options *options, struct history **out,
		  struct why *why);

#endif
