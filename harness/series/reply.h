/* SPDX-License-Identifier: GPL-2.0-only */
/* reply.h - a mail that answers a series, as kernel robots write it. */
#ifndef SERIES_REPLY_H
#define SERIES_REPLY_H

#include "answer.h"

/**
 * reply__check() - can each mail that may be answered be answered?
 * @series: read and selected
 * @why: names the mail that has no Message-ID
 */
int reply__check(const struct series *series, struct why *why);

/**
 * reply__write() - write the mail, whole or not at all
 * @reply: what it says
 * @series: read and selected
 * @path: of the file
 * @why: set on failure
 *
 * Return: 0 or a negative errno.
 */
int reply__write(const struct reply *reply, const struct series *series, const char *path,
		 struct why *why);

#endif
