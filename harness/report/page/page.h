/* SPDX-License-Identifier: GPL-2.0-only */
/* page.h - the folder that is published. */
#ifndef REPORT_PAGE_PAGE_H
#define REPORT_PAGE_PAGE_H

#include "compare/compare.h"

/**
 * page__write - fill a folder: the page, cover letter, JSON, CSV, raw results
 * and the tables for the plots
 * @dir: made if missing, but not its parents
 *
 * Not whole if it fails: whoever calls it works in a folder that nobody sees.
 *
 * Return: 0 or a negative errno.
 */
int page__write(const char *dir, const struct comparison *c, struct why *why);

#endif
