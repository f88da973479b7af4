/* SPDX-License-Identifier: GPL-2.0-only */
/* page.h - the folder that is published. */
#ifndef REPORT_PAGE_PAGE_H
#define REPORT_PAGE_PAGE_H

#include <stdio.h>

#include "compare/compare.h"

/** page__file() - write a file of the page, as file__write(); an empty one is an error */
int page__file(const char *dir, const char *name, void (*print)(FILE *out, const void *what),
	       const void *what, struct why *why);

/** page__copy() - print a file that is there, for page__file() */
void page__copy(FILE *out, const void *path);

/**
 * page__write() - fill a folder: the page, cover letter, JSON, CSV, raw results
 * and the tables for the plots
 * @dir: made if missing, but not its parents
 * @comparison: struct comparison
 *
 * Not whole if it fails: whoever calls it works in a folder that nobody sees.
 *
 * Return: 0 or a negative errno.
 */
int page__write(const char *dir, const void *comparison, struct why *why);

/**
 * page__write_releases() - fill a folder with what each release did: the page, the
 * history as text, JSON and CSV, raw results
 * @dir: as above
 * @history: struct history, made with options.across
 *
 * Return: 0 or a negative errno.
 */
int page__write_releases(const char *dir, const void *history, struct why *why);

#endif
