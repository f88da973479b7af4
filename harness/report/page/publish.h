/* SPDX-License-Identifier: GPL-2.0-only */
/* publish.h - the folder appears whole, and in the place of the page before. */
#ifndef REPORT_PAGE_PUBLISH_H
#define REPORT_PAGE_PUBLISH_H

#include "lib/why.h"

/* Fills a folder that nobody sees yet: page__write() or page__write_releases(). */
typedef int (*page_writer)(const char *dir, const void *what, struct why *why);

/**
 * page__publish() - a folder with a page and its files, whole or not at all
 * @output:	the folder, made with its parents; a page that was published there
 *		is replaced, anything else refused
 * @plots:	folder whose files the page links to as plots/, or NULL
 * @write:	makes all but the plots, of @what
 *
 * Return: 0 or a negative errno.
 */
int page__publish(const char *output, const char *plots, page_writer write, const void *what,
		  struct why *why);

#endif
