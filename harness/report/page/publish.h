/* SPDX-License-Identifier: GPL-2.0-only */
/* publish.h - the folder appears whole, and in the place of the page before. */
#ifndef REPORT_PAGE_PUBLISH_H
#define REPORT_PAGE_PUBLISH_H

#include "compare/compare.h"

/**
 * page__publish() - a folder with all of a comparison, whole or not at all
 * @output:	the folder, made with its parents; a page that was published there
 *		is replaced, anything else refused
 * @plots:	folder whose files the page links to as plots/, or NULL
 *
 * Return: 0 or a negative errno.
 */
int page__publish(const char *output, const char *plots, const struct comparison *c,
		  struct why *why);

#endif
