/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * command.h - what a subcommand of vcpuscale is.
 *
 * A subcommand is one file: it has its own options and a row of the table of
 * subcommands, and nothing else names it.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include <argp.h>

#include "lib/table.h"
#include "lib/why.h"

/* What scripts rely on. */
enum exit_code {
	EXIT_NO_REGRESSION = 0,
	EXIT_REGRESSION = 1,
	EXIT_ERROR = 2,
	EXIT_INCONCLUSIVE = 3,
};

#define COMMAND_SHARED	8	/* groups of shared options, at most */

/**
 * struct command - a subcommand
 * @name: what the user types
 * @doc: one line for help; after a '\v', more lines
 * @operands: for help, e.g. "BASE HEAD"; NULL where it takes none
 * @shared: groups of options that others have, too; see options.h
 * @options: its own, or NULL
 * @parser: of @options and @operands; its input is a struct options_parse
 * @help: see argp's help_filter, for texts that are not constant; or NULL
 * @size: of the arguments, which begin with a struct command_options; 0 where
 *	  that is all
 * @run: gets the arguments; returns an exit code, or a negative errno with a text
 */
struct command {
	const char *name;
	const char *doc;
	const char *operands;
	const struct argp *shared[COMMAND_SHARED];
	const struct argp_option *options;
	argp_parser_t parser;
	char *(*help)(int key, const char *text, void *input);
	size_t size;
	int (*run)(const void *args, struct why *why);
};

#define COMMAND(symbol) static const struct command symbol TABLE_ROW(commands)

#endif
