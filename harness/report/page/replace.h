/* SPDX-License-Identifier: GPL-2.0-only */
/* replace.h - a new page in the place of an old one. */
#ifndef REPORT_PAGE_REPLACE_H
#define REPORT_PAGE_REPLACE_H

/**
 * replace__folder() - put a new page in the place of an old one, or of nothing
 * @made: the new page's folder, which is gone or useless afterwards
 * @dir: the old page's
 *
 * The two are exchanged in one step. Some file systems cannot: there, files take the
 * places of the old ones, each in one step and index.html last, and then what
 * only the old page had is removed. At any moment there is a whole page to see.
 *
 * Return: 0 or a negative errno.
 */
int replace__folder(const char *made, const char *dir);

#endif
