// SPDX-License-Identifier: GPL-2.0-only
/* options.c - the command line of vcpuscale-series. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "lib/numbers.h"
#include "run.h"

#define FIRST_MOST	9999

static const char usage[] =
"usage: vcpuscale-series read [--empty] [--first=N] [--kernels=DIR --line=L]\n"
"                             --output=DIR INPUT\n"
"       vcpuscale-series apply [--empty] [--modules] [--pristine=DIR] [--base=TEXT]\n"
"                              [--log=FILE] [--see=TEXT] [--left-out=DIRS]\n"
"                              [--whole=NAMES] [--quiet]\n"
"                              --stage=DIR SERIES [NAME:DIR...]\n"
"       vcpuscale-series reply [--verdict=V --output=FILE] [--base=TEXT] [--from=ADDRESS]\n"
"                              [--patch=N] [--report=FILE] INPUT\n"
"\n"
"read turns an mbox, a mail, a patch, or a directory of these into an ordered\n"
"series: a patch a file, -p1, UTF-8, with a manifest of what came from where and\n"
"what was left out. --empty: no patch is no error. --first: the patches behind\n"
"the Nth are left out. A line \"@NAME\" of a file \"series\" stands for the patches\n"
"in DIR/NAME/L of --kernels and --line.\n"
"\n"
"apply puts such a series on the sources in --stage, which gets files that it\n"
"lacks from --pristine. It tries all patches, and says of the other bases\n"
"(directories of sources) to which of them all would apply. --empty: no error if\n"
"nothing of the series is built. --modules: only KVM's modules are built:\n"
"documentation, tools and other architectures are skipped, other parts of the\n"
"kernel are refused, with --whole, the bases that take them. --left-out: no\n"
"kernel is built of C files in these directories.\n"
"reply writes a mail that answers the cover letter, or patch N, and has FILE in it;\n"
"without --output it says whether that can be done.\n"
"Exit code: 0 all is well, 2 an error, that of --fault-code=N where patches do not\n"
"apply. --verbose shows commands.\n";

enum { OUTPUT = 256, KERNELS, LINE, STAGE, PRISTINE, BASE, LOG, SEE, LEFT_OUT, WHOLE, EMPTY, FIRST, VERDICT, FROM, PATCH, REPORT, FAULT,
       MODULES, QUIET, VERBOSE, HELP };

static const struct option known[] = {
	{ "output", required_argument, NULL, OUTPUT },
	{ "kernels", required_argument, NULL, KERNELS },
	{ "line", required_argument, NULL, LINE },
	{ "stage", required_argument, NULL, STAGE },
	{ "pristine", required_argument, NULL, PRISTINE },
	{ "base", required_argument, NULL, BASE },
	{ "log", required_argument, NULL, LOG },
	{ "see", required_argument, NULL, SEE },
	{ "left-out", required_argument, NULL, LEFT_OUT },
	{ "whole", required_argument, NULL, WHOLE },
	{ "empty", no_argument, NULL, EMPTY },
	{ "first", required_argument, NULL, FIRST },
	{ "verdict", required_argument, NULL, VERDICT },
	{ "from", required_argument, NULL, FROM },
	{ "patch", required_argument, NULL, PATCH },
	{ "fault-code", required_argument, NULL, FAULT },
	{ "report", required_argument, NULL, REPORT },
	{ "modules", no_argument, NULL, MODULES },
	{ "quiet", no_argument, NULL, QUIET },
	{ "verbose", no_argument, NULL, VERBOSE },
	{ "help", no_argument, NULL, HELP },
	{ 0 },
};

static int take(struct options *o, int option)
{
	switch (option) {
	case OUTPUT: o->output = optarg; break;
	case KERNELS: o->kernels = optarg; break;
	case LINE: o->line = optarg; break;
	case STAGE: o->stage = optarg; break;
	case PRISTINE: o->pristine = optarg; break;
	case BASE: o->base = optarg; break;
	case LOG: o->log = optarg; break;
	case SEE: o->see = optarg; break;
	case LEFT_OUT: o->left_out = optarg; break;
	case WHOLE: o->whole = optarg; break;
	case EMPTY: o->empty = true; break;
	case FIRST:
		o->first = numbers__whole(optarg, FIRST_MOST);
		return o->first ? 0 : -EINVAL;
	case PATCH:
		o->patch = numbers__whole(optarg, FIRST_MOST);
		return o->patch ? 0 : -EINVAL;
	case FAULT:
		o->fault_code = numbers__whole(optarg, 255);
		return o->fault_code ? 0 : -EINVAL;
	case VERDICT: o->verdict = optarg; break;
	case FROM: o->from = optarg; break;
	case REPORT: o->report = optarg; break;
	case MODULES: o->modules = true; break;
	case QUIET: o->quiet = true; break;
	case VERBOSE: run__verbose = true; break;
	default: return -EINVAL;
	}
	return 0;
}

static int check(const struct options *o, struct why *why)
{
	bool is_read = o->verb && !strcmp(o->verb, "read");
	bool is_apply = o->verb && !strcmp(o->verb, "apply");

	if (!is_read && !is_apply && (!o->verb || strcmp(o->verb, "reply")))
		return why__set(why, EINVAL, "vcpuscale-series %s: not a command: see vcpuscale-series --help",
				o->verb ? o->verb : "");
	if (!o->operand[0] || (is_read && !o->output) || (is_apply ? !o->stage : !!o->operand[1]))
		return why__set(why, EINVAL, "vcpuscale-series %s: something is missing, or too much: see vcpuscale-series --help",
				o->verb);
	return 0;
}

int options__parse(struct options *o, int argc, char **argv, struct why *why)
{
	int option;

	*o = (struct options) { .base = "the base", .whole = "tree", .fault_code = 2 };
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == HELP) {
			fputs(usage, stdout);
			return 1;
		}
		if (take(o, option))
			return why__set(why, EINVAL, "vcpuscale-series: %s: unknown option: see vcpuscale-series --help",
					argv[optind - 1]);
	}
	o->verb = argv[optind];
	o->operand = o->verb ? argv + optind + 1 : argv + optind;
	return check(o, why);
}
