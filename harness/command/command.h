/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The subcommands of vcpuscale: each takes what its command line says, and
 * returns an exit code, or a negative errno with a text in @why.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "compare/compare.h"
#include "options.h"

/* What scripts rely on. */
enum exit_code {
	EXIT_NO_REGRESSION = 0,
	EXIT_REGRESSION = 1,
	EXIT_ERROR = 2,
	EXIT_INCONCLUSIVE = 3,
};

/** command_report - what a subcommand makes of a comparison; returns as it does */
typedef int command_report(const struct options *o, const struct comparison *c,
			   struct why *why);

/**
 * command__with_comparison - compare BASE and HEAD for a report
 * @report: called unless comparing fails; owns nothing that it is given
 *
 * Return: what @report returns, or a negative errno.
 */
int command__with_comparison(const struct options *o, struct why *why,
			     command_report *report);

/* command-compare.c */
int command__compare(const struct options *o, struct why *why);
int command__cover(const struct options *o, struct why *why);
int command__tables(const struct options *o, struct why *why);
int command__page(const struct options *o, struct why *why);

/* command-noise.c */
int command__noise(const struct options *o, struct why *why);
int command__enough(const struct options *o, struct why *why);

/* command-history.c */
int command__history(const struct options *o, struct why *why);
int command__list(const struct options *o, struct why *why);

/* command-find.c */
int command__find(const struct options *o, struct why *why);

/* exchange/command.c */
int command__export(const struct options *o, struct why *why);
int command__import(const struct options *o, struct why *why);

#endif
