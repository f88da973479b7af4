// SPDX-License-Identifier: GPL-2.0-only
/* why.c - the text of an error. */
#include "why.h"
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int why__set(struct why *why, int err, const char *fmt, ...)
{
	va_list args;

	if (!why->text[0]) {
		va_start(args, fmt);
		vsnprintf(why->text, sizeof(why->text), fmt, args);
		va_end(args);
		text__plain(why->text);
	}
	return -err;
}

int why__unread(struct why *why, const char *path)
{
	if (errno == EISDIR)
		return why__set(why, EISDIR, "%s: is a folder: name a file in it", path);
	return why__set(why, EIO, "%s: %s: check the disk", path, strerror(errno));
}
