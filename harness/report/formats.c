// SPDX-License-Identifier: GPL-2.0-only
/* formats.c - in which formats a comparison is reported. */
#include "formats.h"

#include <errno.h>

TABLE(report_formats, struct report_format);

int formats__find(const char *name, const struct report_format **format,
		  struct why *why)
{
	char names[256];

	*format = table__find(&report_formats, name);
	if (*format)
		return 0;
	return why__set(why, EINVAL, "--format=%.40s: unknown format: write %s", name,
			table__names(&report_formats, " or ", names, sizeof(names)));
}
