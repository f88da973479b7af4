/* SPDX-License-Identifier: GPL-2.0-only */
/* attribute.h - from counts by address to counts by function and line. */
#ifndef PROFILE_ATTRIBUTE_H
#define PROFILE_ATTRIBUTE_H

#include "lines.h"
#include "profile.h"
#include "raw.h"
#include "symbols.h"

#define ATTRIBUTE_MODULES	4	/* with debug information */

/**
 * struct machine_symbols - what is known of the machine that a profile is of
 * @kernel: its own symbols
 * @user: of the measuring program; empty: it is one function, "[user]"
 * @guest: of the payload; empty: it is one function, "[guest]"
 * @modules: names of the modules with debug information, @nr_modules of them
 * @lines: their debug information
 */
struct machine_symbols {
	struct symbols kernel;
	struct symbols user;
	struct symbols guest;
	const char *modules[ATTRIBUTE_MODULES];
	struct debug_lines *lines[ATTRIBUTE_MODULES];
	size_t nr_modules;
};

/**
 * attribute__fits() - are these the symbols of the machine when it counted?
 *
 * Calls lead to the first instruction of a function. Where one in ten leads elsewhere,
 * a module was loaded to another place, and functions would be named at random.
 */
bool attribute__fits(const struct raw_profile *raw, const struct machine_symbols *symbols);

/**
 * attribute__cell() - a raw profile by function and line
 * @raw: the file
 * @cell: filled in; to be freed with profile_cell__free(), also after an error
 *
 * From what a window counted, what an empty one counted is subtracted; the rest is
 * divided by the operations. Nothing is lost: an address that no symbol covers is of
 * the function "[unknown]".
 *
 * Return: 0 or -ENOMEM.
 */
int attribute__cell(const struct raw_profile *raw, const struct machine_symbols *symbols,
		    struct profile_cell *cell);

#endif
