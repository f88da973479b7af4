/* SPDX-License-Identifier: GPL-2.0-only */
/* files.h - directories: made, and removed with all that is in them. */
#ifndef SERIES_FILES_H
#define SERIES_FILES_H

#include "text.h"

/** files__temp() - a new directory below $TMPDIR, the caller's to free; NULL */
char *files__temp(struct why *why);

/**
 * files__guard() - remove a directory also when a signal ends the program
 * @dir: kept as it is until files__remove()
 *
 * From now on INT, TERM and HUP wait for files__end_if_told().
 */
void files__guard(const char *dir);

/** files__end_if_told() - die of a signal that waits, with nothing left behind */
void files__end_if_told(void);

/** files__make_parents() - make the directories that @path lies in; 0 or -errno */
int files__make_parents(const char *path, struct why *why);

/** files__remove() - remove a directory and all below it */
void files__remove(const char *dir);

#endif
