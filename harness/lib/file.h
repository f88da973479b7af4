/* SPDX-License-Identifier: GPL-2.0-only */
/* file.h - files that appear whole or not at all, and the folders above them. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <stdio.h>

#include "why.h"

/**
 * file__write() - write a file under a hidden name and rename it
 * @dir: folder it lies in, which exists
 * @name: its name there
 * @print: prints it; need not check @out
 * @what: handed to @print
 *
 * Return: 0 or a negative errno.
 */
int file__write(const char *dir, const char *name,
		 void (*print)(FILE *out, const void *what), const void *what,
		 struct why *why);

/**
 * file__finish() - bring a file that was written to the disk, and close it
 *
 * Return: 0, or a negative errno of whatever failed since it was opened.
 */
int file__finish(FILE *f);

/**
 * file__make_parents() - make the folders above a file, where they are missing
 * @path: of the file; unchanged when all of them exist
 *
 * Return: 0; or a negative errno, and @path is cut to the folder that cannot be made.
 */
int file__make_parents(char *path);

#endif
