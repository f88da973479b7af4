/* SPDX-License-Identifier: GPL-2.0-only */
/* export.h - write runs in a format of others. */
#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include "format.h"

/* Rows of struct export_format. */
extern const struct table export_formats;

/**
 * export__write() - write runs in a format of others
 * @out: nothing is printed there on error; its owner checks it
 *
 * Return: 0, -ENOMEM, or -EINVAL where the format cannot hold them.
 */
int export__write(FILE *out, const struct export_format *format,
		  const struct export *e, struct why *why);

#endif
