/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * store.h - where stored runs lie. A run is DIR/<base>/<kernel>/<testbed>/<run>.txt; results
 * from before there were bases are DIR/<kernel>/<testbed>/<run>.txt. The number
 * of folders distinguishes the two, whatever the folders are called.
 */
#ifndef RESULTS_STORE_H
#define RESULTS_STORE_H

#include <stddef.h>

#include "results.h"

/**
 * struct results_store - which stored runs a name may stand for
 * @dir: folder of the results, as above
 * @testbed: e.g. "emulated"
 * @base: only runs of kernels of this base, and of a machine's own KVM; NULL for any
 */
struct results_store {
	const char *dir;
	const char *testbed;
	const char *base;
};

/**
 * struct stored_run - a file of a run, by its place alone
 * @path: the file
 * @base: folder of its kernel's base; NULL in the old place
 * @kernel: folder of its kernel
 * @testbed: folder of its testbed
 * @id: the file's name without the suffix
 */
struct stored_run {
	char *path;
	char *base;
	char *kernel;
	char *testbed;
	char *id;
};

/**
 * struct stored - what lies in a folder of results
 * @runs: @nr runs
 */
struct stored {
	struct stored_run *runs;
	size_t nr;
	size_t room;
};

/**
 * stored__list() - list the runs in a folder of results, the newest last
 * @dir: the folder
 * @testbed: only runs on this testbed, NULL for all
 * @suffix: of the files' names, e.g. ".txt"
 * @out: to be freed with stored__free(), also after an error
 *
 * Files whose name begins with a dot are being written, and are left out. So are
 * the folders in which the suite keeps other things than runs.
 *
 * Return: 0, or a negative errno when @dir cannot be read.
 */
int stored__list(const char *dir, const char *testbed, const char *suffix,
		 struct stored *out);

/** stored__free() - free what stored__list() has found */
void stored__free(struct stored *stored);

/**
 * results_store__may_hold() - is a run one of those that are asked for, as far as its place says?
 */
bool results_store__may_hold(const struct results_store *store, const struct stored_run *run);

/**
 * results_store__holds() - is a run one of those that are asked for?
 * @r: the loaded file
 *
 * None is a run whose kernel has another base than its folder: whoever put it there
 * meant something else. Where the file does not name the base, its folder does.
 */
bool results_store__holds(const struct results_store *store, const struct stored_run *run,
		  const struct results *r);

#define STORED_NAME	100	/* bytes for stored__name() */

/**
 * stored__name - a base or kernel as a folder may be called
 * @buf: STORED_NAME bytes: letters, digits and "._+-", no dot in front
 * @name: from a results file, which may say anything; NULL for "unknown"
 *
 * Return: @buf.
 */
const char *stored__name(char *buf, const char *name);

#endif
