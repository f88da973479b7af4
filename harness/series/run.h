/* SPDX-License-Identifier: GPL-2.0-only */
/* run.h - git, patch and gzip, as programs. */
#ifndef SERIES_RUN_H
#define SERIES_RUN_H

#include "text.h"

/**
 * run__environment() - make what the programs say and do the same everywhere
 *
 * The user's configuration of git must not decide what a series is, nor must
 * a repository around the build directory.
 */
void run__environment(void);

/**
 * run__program() - run a program to its end
 * @dir: its working directory, NULL for this one's
 * @in: the file that it reads as standard input, NULL for none
 * @out: gets what it says, both outputs; may be NULL
 * @argv: the program and its arguments
 *
 * Return: its exit code; 127 if it does not exist, 128 if a signal ended it.
 */
int run__program(const char *dir, const char *in, struct text *out,
		 const char *const argv[]);

/** run__verbose - show each program on standard error before it runs */
extern bool run__verbose;

#endif
