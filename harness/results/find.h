/* SPDX-License-Identifier: GPL-2.0-only */
/* find.h - from what the user calls BASE or HEAD to a results file. */
#ifndef RESULTS_FIND_H
#define RESULTS_FIND_H

#include "store.h"

/**
 * results__newest() - load the newest run
 * @kernel: of this kernel, NULL for any
 * @other_than: of another kernel than this one, NULL for any
 * @force: take it even if it is incomplete; otherwise the newest complete run is
 *	   taken, and @out->passed_over says why a newer one was not
 *
 * The newest is the one whose id is the last in the order of bytes, for ids begin
 * with the time.
 *
 * Return: as results__load(), and -ENOENT (@why names what is stored) or
 * -EINVAL for a run that is incomplete.
 */
int results__newest(const struct results_store *store, const char *kernel,
		    const char *other_than, bool force, struct results **out,
		    struct why *why);

/**
 * results__is_path() - is what the user calls BASE or HEAD a file?
 *
 * It is when it exists as one, holds a '/' or ends in ".txt"; otherwise a kernel.
 */
bool results__is_path(const char *name);

/**
 * results__find() - load what the user calls BASE and HEAD
 * @names: @nr of them, files or kernels. A kernel stands for its newest run
 * @force: as in results__newest()
 * @out: @nr results, NULL before the call and after an error
 *
 * Where @store has no base, the last one's base is that of the other names.
 *
 * Return: as results__newest().
 */
int results__find(const struct results_store *store, char * const *names, size_t nr,
		  bool force, struct results **out, struct why *why);

#endif
