/* SPDX-License-Identifier: GPL-2.0-only */
/* diff.h - the files and hunks of a patch. */
#ifndef SERIES_DIFF_H
#define SERIES_DIFF_H

#include "text.h"

/**
 * struct diff_file - what a patch does to one file
 * @start: offset of its first header line
 * @end: offset behind its last line; mail footers are not part of it
 * @old: name before, as written there; NULL for a file that is new
 * @new: name after; NULL for a file that goes
 * @hunks: how many it has
 * @is_git: its header is one of git's
 * @is_move: a rename or a copy
 * @is_binary: binary
 * @is_mode: its mode changes
 */
struct diff_file {
	size_t start, end;
	char *old, *new;
	unsigned int hunks;
	bool is_git, is_move, is_binary, is_mode;
};

/**
 * struct diff - the files of a patch, in its order
 */
struct diff {
	struct diff_file *file;
	size_t nr, room;
};

/**
 * diff__parse() - find the files of a patch
 * @diff: filled; diff__free() it
 * @text: the patch, with whatever stands before and behind the diffs
 * @why: says what is wrong and in which line
 *
 * Whether a hunk begins is decided by the line counts of the one before it, as
 * git apply does: a removed line "-- a" looks like a header.
 *
 * Return: 0, also for a text without a diff (no files); -EINVAL where hunks
 * are cut off or malformed.
 */
int diff__parse(struct diff *diff, const struct text *text, struct why *why);

/** diff__free() - give back what diff__parse() allocated */
void diff__free(struct diff *diff);

/** diff__begins() - offset at which the first diff begins, or the length */
size_t diff__begins(const struct text *text);

/**
 * diff__level() - how many directories stand before the names, as -pN
 * @diff: a patch
 *
 * Return: 0 to 2. Names that begin as those of Linux's top directory do have
 * none; else there is one, as git writes it.
 */
int diff__level(const struct diff *diff);

/** diff__strip() - @name without its first @level directories, NULL for NULL */
const char *diff__strip(const char *name, int level);

/**
 * diff__target() - the file that a part of a -p1 patch changes
 * @file: the part; from diff -u it may say "a.c.orig" and "a.c"
 *
 * Return: the name without a/; that of a move is the new one.
 */
const char *diff__target(const struct diff_file *file);

/**
 * diff__write() - write files of a patch as -p1
 * @out: where to
 * @text: the patch
 * @file: which file
 * @level: as diff__level() says
 */
void diff__write(struct text *out, const struct text *text,
		 const struct diff_file *file, int level);

#endif
