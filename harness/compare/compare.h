/* SPDX-License-Identifier: GPL-2.0-only */
/* compare.h - compare two results files. */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "comparison.h"
#include "query.h"

/**
 * compare__results() - compare two results
 * @base: what @head is measured by
 * @out: to be freed with compare__free(); untouched on error
 * @why: says why they cannot be compared
 *
 * Return: 0, -EINVAL (not comparable, or no cell in common) or -ENOMEM.
 */
int compare__results(const struct results *base, const struct results *head,
		     const struct compare_options *options,
		     struct comparison **out, struct why *why);

#endif
