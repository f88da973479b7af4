/* SPDX-License-Identifier: GPL-2.0-only */
/* Files that appear whole or not at all. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <stdio.h>

#include "why.h"

/**
 * report__file - write a file under a hidden name and rename it
 * @dir: folder it lies in, which exists
 * @name: its name there
 * @print: prints it; need not check @out
 * @what: handed to @print
 *
 * Return: 0 or a negative errno.
 */
int report__file(const char *dir, const char *name,
		 void (*print)(FILE *out, const void *what), const void *what,
		 struct why *why);

#endif
