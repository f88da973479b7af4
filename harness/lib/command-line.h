/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * command-line.h - what the options.c of each measuring program needs beside
 * argp(3): refusals of one form, numbers, lists, choices.
 */
#ifndef LIB_COMMAND_LINE_H
#define LIB_COMMAND_LINE_H

#include <argp.h>

#include "numbers.h"
#include "why.h"

/**
 * struct command_line - what an argp parser finds in state->input
 * @options:	the program's own struct, to be filled in
 * @why:	where it refuses
 */
struct command_line {
	void *options;
	struct why *why;
};

/**
 * command_line__parse() - parse all options
 * @argp:	the options and their parser, which gets a struct command_line and
 *		returns 0, ARGP_ERR_UNKNOWN or what the functions below return
 * @program:	its name, for --version
 * @options:	for the parser
 * @why:	says what is wrong
 *
 * Ends the program after --help and --version.
 *
 * Return: 0 or a negative errno.
 */
int command_line__parse(const struct argp *argp, const char *program, int argc, char **argv,
			void *options, struct why *why);

/** command_line__refuse() - "WHAT VALUE: ADVICE"; returns -EINVAL */
int command_line__refuse(struct why *why, const char *what, const char *value,
			 const char *advice);

/**
 * command_line__number() - a whole number
 * @n:		gets it, 1 to @max
 * @what:	what it is, for the refusal
 * @text:	what the user gave
 *
 * Return: 0 or -EINVAL.
 */
int command_line__number(unsigned int *n, const char *what, const char *text, unsigned int max,
			 struct why *why);

/**
 * command_line__sizes() - a list of vCPU counts
 * @list:	has room; gets them
 * @text:	"1 2,255"
 * @max:	the largest that is allowed
 *
 * Return: 0 or -EINVAL.
 */
int command_line__sizes(struct number_list *list, const char *text, unsigned int max,
			struct why *why);

/**
 * command_line__choose() - one of two words
 * @what:	what it is, for the refusal
 * @text:	what the user gave
 *
 * Return: 0 for @first, 1 for @second, -EINVAL for neither.
 */
int command_line__choose(const char *what, const char *text, const char *first,
			 const char *second, struct why *why);

/** command_line__fail() - for main(): print why, if there is anything to say; returns 2 */
int command_line__fail(const struct why *why);

#endif
