// SPDX-License-Identifier: GPL-2.0-only
/* cover-letter.c - vcpuscale cover-letter: as compare --format=cover-letter, without a verdict. */
#include "pair.h"

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
	pair__free(&p);
	return err;
}

COMMAND(cover_letter) = {
	.name = "cover-letter",
	.doc = "print a comparison to paste under a cover letter",
	.operands = "BASE HEAD",
	.shared = { OPTIONS_PAIR },
	.run = run,
};
