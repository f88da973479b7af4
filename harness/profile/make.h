/* SPDX-License-Identifier: GPL-2.0-only */
/* make.h - from what a run has counted to its profile. */
#ifndef PROFILE_MAKE_H
#define PROFILE_MAKE_H

#include "lib/why.h"

/**
 * struct profile_sources - what addresses are looked up in
 * @modules: folder of the kernel that was measured, with kvm.ko.debug and others; NULL:
 *	     functions without lines
 * @base: folder of the kernel that it is compared with: changed.tsv is written, see
 *	  code.h; NULL: it is not
 * @program: the measuring program; NULL: it is one function
 * @guests: folder of the benchmarks' objects, with NAME/payload.elf; NULL: each guest is
 *	    one function
 */
struct profile_sources {
	const char *modules;
	const char *base;
	const char *program;
	const char *guests;
};

/**
 * profile__make() - attribute the raw profiles of a run
 * @results: RUN.txt; beside it is RUN.profile with raw files and symbols
 *
 * Writes functions.tsv and a callgrind file a cell into the folder, each whole or not at
 * all. A raw file that is broken is named on standard error and left out.
 *
 * Return: 0; a negative errno, with a text, where no profile could be made.
 */
int profile__make(const char *results, const struct profile_sources *sources, struct why *why);

#endif
