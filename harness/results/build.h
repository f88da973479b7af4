/* SPDX-License-Identifier: GPL-2.0-only */
/* build.h - fill struct results, for the parser alone. */
#ifndef RESULTS_BUILD_H
#define RESULTS_BUILD_H

#include "results.h"

/**
 * results__add_unit() - the unit of this name, new if need be
 *
 * Return: the unit, valid until the next one is added; NULL when out of memory.
 */
struct unit *results__add_unit(struct results *r, const char *name);

/**
 * results__cell() - the cell of this key, new if need be
 * @index: tree of the cells for tfind(3), NULL at first; its nodes point into
 *	   @r, the tree is the caller's to destroy
 * @key: bench, vCPUs and unit of the cell; copied
 *
 * Return: the cell, valid as long as @r; NULL when out of memory.
 */
struct results_cell *results__cell(struct results *r, void **index,
				   const struct results_cell *key);

/** results__add_sample() - append a batch to its cell; 0 or -ENOMEM */
int results__add_sample(struct results_cell *cell, const struct sample *sample);

/**
 * results__add_note() - append a note on the cell @key
 * @reason: copied; replaced when empty
 *
 * Return: 0 or -ENOMEM.
 */
int results__add_note(struct results *r, const struct results_cell *key, bool invalid,
		      const char *reason);

/**
 * results__add_setting() - append "key: value", both copied
 *
 * Return: 0 or -ENOMEM.
 */
int results__add_setting(struct results *r, const char *key, const char *value);

#endif
