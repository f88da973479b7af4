/* SPDX-License-Identifier: GPL-2.0-only */
/* symbols.h - from addresses to names. */
#ifndef PROFILE_SYMBOLS_H
#define PROFILE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/why.h"

/**
 * struct symbol - a function, or a part of one
 * @address: its first instruction
 * @size: in bytes; 0 where the table does not say
 * @global: may be called from other objects
 * @name: as the table has it
 * @module: name of the module it is of, "kernel" for the image
 */
struct symbol {
	uint64_t address;
	uint64_t size;
	bool global;
	char *name;
	char *module;
};

/**
 * struct symbols - a table of symbols
 * @at: @nr symbols of code, by rising address, one an address
 */
struct symbols {
	struct symbol *at;
	size_t nr;
	size_t room;
};

/**
 * symbols__read() - read a copy of /proc/kallsyms
 * @out: to be freed with symbols__free(), also after an error
 *
 * Return: 0; -EINVAL where it holds no addresses, or no function; another negative
 * errno where it cannot be read.
 */
int symbols__read(const char *path, struct symbols *out, struct why *why);

/**
 * symbols__read_elf() - read the functions of a program
 * @module: what they are called the functions of
 *
 * Return: as symbols__read(); -ENOENT without a text where there is no such file.
 */
int symbols__read_elf(const char *path, const char *module, struct symbols *out,
		      struct why *why);

/** symbols__add() - add a copy of a symbol to a table that is filled; 0 or -ENOMEM */
int symbols__add(struct symbols *s, const struct symbol *like);

/** symbols__sort() - once all are there: by address, one an address */
void symbols__sort(struct symbols *s);

/** symbols__free() - free what was read */
void symbols__free(struct symbols *s);

/** symbols__find() - the function that an address lies in, or NULL */
const struct symbol *symbols__find(const struct symbols *s, uint64_t address);

/** symbols__named() - the first function of this name in this module, or NULL */
const struct symbol *symbols__named(const struct symbols *s, const char *module,
				    const char *name);

#define SYMBOL_NAME	256	/* bytes for symbol__function() */

/**
 * symbol__function() - the function that a symbol is a part of
 * @buf: SYMBOL_NAME bytes; gets the name without what the compiler has added to it:
 *	 .cold, .part.N, .isra.N, .constprop.N
 *
 * Compilers cut and clone a function as they please: what two kernels have in common
 * is what it is called in the source.
 *
 * Return: @buf.
 */
const char *symbol__function(char *buf, const char *name);

#endif
