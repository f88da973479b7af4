/* SPDX-License-Identifier: GPL-2.0-only */
/* align.h - which line of a function is which in another version of it. */
#ifndef COMPARE_ALIGN_H
#define COMPARE_ALIGN_H

#include "profile/profile.h"

/**
 * struct aligned - the line that accounts for most of a difference
 * @line: of the head, or of the base where the head has none like it; NULL: none differs
 * @by: instructions that it has more on the head
 */
struct aligned {
	const struct profile_line *line;
	double by;
};

/**
 * align__most() - the line of a function whose instructions differ most
 * @base: NULL where the function is not executed there
 * @head: likewise
 *
 * A patch shifts the lines below it, so numbers say nothing. In each file the lines of
 * both sides are laid beside each other, in their order, such that as few instructions as
 * possible differ.
 *
 * Return: 0 or -ENOMEM.
 */
int align__most(const struct profile_function *base, const struct profile_function *head,
		struct aligned *out);

#endif
