/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command line of a subcommand, and the options that several share. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include <stdbool.h>

#include "command.h"
#include "compare/compare.h"
#include "lib/table.h"
#include "results/find.h"

#define OPTIONS_MAX_SIZES	1024	/* in a list: nobody has measured as many */

/**
 * struct command_options - what the shared options say
 * @store: where results are found
 * @compare: how they are compared
 * @output: file or folder to write; NULL when not given
 * @bench: glob of benchmarks; NULL for all
 * @vcpus: list of sizes; NULL or empty for all
 * @operand: BASE and HEAD
 * @nr_operands: how many were given
 *
 * All strings belong to argv or to the environment.
 */
struct command_options {
	struct results_store store;
	struct compare_options compare;
	const char *output;
	const char *bench;
	const char *vcpus;
	char *operand[2];
	unsigned int nr_operands;
};

/**
 * struct options_parse - state of one parse, the input of every parser
 * @command: whose arguments they are
 * @args: @command->size bytes; a struct command_options first
 * @help: print help and do nothing else: then nothing is missing
 * @why: says what is wrong
 */
struct options_parse {
	const struct command *command;
	void *args;
	bool help;
	struct why *why;
};

/* Groups of shared options. */
extern const struct argp options__results;	/* --results */
extern const struct argp options__runs;		/* --testbed, --base */
extern const struct argp options__threshold;	/* --threshold */
extern const struct argp options__force;	/* --force */
extern const struct argp options__output;	/* --output */
extern const struct argp options__output_needed; /* the same, required */
extern const struct argp options__cells;		/* --bench, --vcpus */
extern const struct argp options__pair;		/* the operands BASE and HEAD */

/* Two kernels, where they are found and how they are compared. */
#define OPTIONS_PAIR	&options__pair, &options__results, &options__runs, \
			&options__threshold, &options__force

/**
 * options__parse() - parse the arguments of a subcommand
 * @argc: count of @argv
 * @argv: the subcommand's name and its arguments; reordered
 * @args: gets them, to be freed with free(); NULL after an error, and where help
 *	  was asked for and printed
 * @why: says what is wrong
 *
 * Return: 0, -EINVAL or -ENOMEM.
 */
int options__parse(const struct command *command, int argc, char **argv, void **args,
		   struct why *why);

/**
 * options__help_on_format() - what --help says of --format, for argp's help filter
 * @formats: those that there are
 * @chosen: the name of the one that is taken where none is asked for
 *
 * Return: a text that argp frees, or NULL: then --help leaves the option out.
 */
char *options__help_on_format(const struct table *formats, const char *chosen);

/** options__check_sizes() - may this be the value of --vcpus? 0, or -EINVAL with a text */
int options__check_sizes(const char *vcpus, struct why *why);

/** options__has_size() - does a list of sizes that was checked hold this one? */
bool options__has_size(const char *vcpus, unsigned int size);

#endif
