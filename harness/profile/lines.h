/* SPDX-License-Identifier: GPL-2.0-only */
/* lines.h - from addresses of a module to lines of its source, by its debug information. */
#ifndef PROFILE_LINES_H
#define PROFILE_LINES_H

#include <stdint.h>

#include "symbols.h"

/* One module's debug information, and where the module was loaded. */
struct debug_lines;

/**
 * debug_lines__open() - read a module's debug information
 * @path: the module, not stripped
 * @module: its name, as in @symbols
 * @symbols: of the machine that it was loaded in
 * @out: to be freed with debug_lines__free(); NULL where there is no such file, or
 *	 no debug information in it
 *
 * Where each of its sections was loaded follows from the symbols that both have.
 *
 * Return: 0; -EINVAL, with a text, where it is not the module that was loaded;
 * -ENOMEM.
 */
int debug_lines__open(const char *path, const char *module, const struct symbols *symbols,
		      struct debug_lines **out, struct why *why);

/** debug_lines__free() - NULL is allowed */
void debug_lines__free(struct debug_lines *d);

#define LINES_FILE	256	/* bytes for a file's name */

/**
 * debug_lines__find() - the line that an instruction was written in
 * @address: in the machine
 * @file: LINES_FILE bytes; gets its file as in the kernel's sources, "" if not known
 *
 * Return: its number; 0 if not known.
 */
unsigned int debug_lines__find(struct debug_lines *d, uint64_t address, char *file);

#endif
