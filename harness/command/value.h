/* SPDX-License-Identifier: GPL-2.0-only */
/* Values of options and operands: for the parser of the command line alone. */
#ifndef COMMAND_VALUE_H
#define COMMAND_VALUE_H

#include "options.h"

/**
 * struct options_parse - state of one parse
 * @command: the subcommand's name, for messages
 * @takes: OPTIONS_* bits of it
 * @options: what is known so far
 * @why: says what is wrong
 */
struct options_parse {
	const char *command;
	unsigned int takes;
	struct options *options;
	struct why *why;
};

/*
 * Each takes what was given, which has to stay, or refuses it: 0 or -EINVAL.
 */

/** value__threshold - a percentage, 0 to 100 */
int value__threshold(struct options_parse *p, const char *arg);

/** value__format - the format of a report, by its name */
int value__format(struct options_parse *p, const char *arg);

/** value__export - the format of an export, by its name */
int value__export(struct options_parse *p, const char *arg);

/** value__setting - one more "key=value", OPTIONS_SETTINGS at most */
int value__setting(struct options_parse *p, const char *arg);

/** value__operand - BASE or HEAD, where the subcommand takes them */
int value__operand(struct options_parse *p, char *arg);

/** value__complete - when there is no more: is all there that the subcommand needs? */
int value__complete(struct options_parse *p);

#endif
