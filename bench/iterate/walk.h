/* SPDX-License-Identifier: GPL-2.0-only */
/* walk.h - the walks that are measured. */
#ifndef ITERATE_WALK_H
#define ITERATE_WALK_H

#include "set.h"

/** walk_fn - visit all objects of a set; returns the sum of their weights */
typedef u64 (*walk_fn)(struct set *set);

/** walk__get() - the walk for a kind and a loop, NULL if this form has none */
walk_fn walk__get(enum iterate_kind kind, enum iterate_loop loop);

#endif
