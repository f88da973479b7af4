// SPDX-License-Identifier: GPL-2.0-only
/* json.c - print a JSON document. */
#include "json.h"

#include <errno.h>

int export__json(FILE *out, json_t *root, struct why *why)
{
	int err = !root || json_dumpf(root, out, JSON_INDENT(2) |
				      JSON_PRESERVE_ORDER);

	json_decref(root);
	if (err && !ferror(out))
		return why__set(why, ENOMEM, "out of memory: export fewer runs");
	if (!err)
		fputc('\n', out);
	return 0;
}
