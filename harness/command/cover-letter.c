// SPDX-License-Identifier: GPL-2.0-only
/* cover-letter.c - vcpuscale cover-letter: as compare --format=cover-letter, whatever the verdict. */
#include "pair.h"

#include <errno.h>

#include "report/formats.h"

static int run(const void *args, struct why *why)
{
	const struct report_format *format;
	struct pair p = { 0 };
	int err = pair__load(&p, args, why);

	if (!err)
		err = formats__find("cover-letter", &format, why);
	if (!err)
		err = format->print(stdout, p.c, why);
	if (!err && p.c->verdict == STATS_INVALID)
		err = why__set(why, EINVAL, "the comparison is invalid: see the reasons in the text, and do not mail it");
	pair__free(&p);
	return err;
}

COMMAND(cover_letter) = {
	.name = "cover-letter",
	.doc = "print a comparison to paste under a cover letter\vExit codes: 0, or 2: an error, or a cell is invalid; then the text says why.",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR },
	.run = run,
};
