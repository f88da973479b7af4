/* SPDX-License-Identifier: GPL-2.0-only */
/* prepare.h - rows before they are tested: what is relabeled, and its noise. */
#ifndef STATS_PREPARE_H
#define STATS_PREPARE_H

#include "mixing.h"

/**
 * stats__prepare() - what stats__family() does before it relabels
 * @f: of its rows, v becomes the pairs' differences, or the values without their
 *     mean, clipped (see robust.h); what is private is filled in, and so are
 *     @f->rho and @f->effective
 * @m: zeroed; to be freed with stats__mixing_free(), after an error too
 *
 * Return: 0 or -ENOMEM.
 */
int stats__prepare(struct stats_family *f, struct stats_mixing *m);

#endif
