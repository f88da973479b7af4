/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of vcpuscale. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include "compare/compare.h"
#include "exchange/export.h"
#include "results/find.h"

#ifndef VCPUSCALE_VERSION
#define VCPUSCALE_VERSION "0.1"
#endif

#define OPTIONS_SETTINGS	32	/* --set, at most */

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_CSV };

/**
 * struct options - what a command line says
 * @shelf: where results are found
 * @compare: how they are compared
 * @format: of `compare`
 * @output: folder of `tables`, NULL when not given
 * @plots: folder of plots for `page`, NULL when not given
 * @per_vcpu: `tables` has costs per vCPU
 * @bench: glob of benchmarks of `history`, NULL for all
 * @vcpus: its sizes, NULL for all
 * @order: its order file, NULL when not given
 * @operand: BASE and HEAD
 * @nr_operands: how many were given
 * @export: format of `export`
 * @unit: of `export`, NULL for all
 * @vcpus_key: of `import`, NULL when not given
 * @settings: of `import`, @nr_settings of "key=value"
 * @other_than: kernel that `find` passes over, NULL for none
 * @kernel_id: of `find`, NULL for any
 * @files: operands of `export`, `import` and `find`, @nr_files of them
 * @help: print help and do nothing else
 *
 * All strings belong to argv or to the environment.
 */
struct options {
	struct shelf shelf;
	struct compare_options compare;
	enum report_format format;
	const char *output;
	const char *plots;
	bool per_vcpu;
	const char *bench;
	const char *vcpus;
	const char *order;
	char *operand[2];
	unsigned int nr_operands;
	const struct export_format *export;
	const char *unit;
	const char *vcpus_key;
	const char *settings[OPTIONS_SETTINGS];
	size_t nr_settings;
	const char *other_than;
	const char *kernel_id;
	char **files;
	size_t nr_files;
	bool help;
};

/* What a subcommand takes besides --results; for struct command. */
#define OPTIONS_COMPARE	1u	/* BASE HEAD and how to compare them */
#define OPTIONS_FORMAT	2u	/* --format */
#define OPTIONS_OUTPUT	4u	/* --output, required */
#define OPTIONS_HISTORY	8u	/* which runs and cells, --format, --output */
#define OPTIONS_EXPORT	16u	/* RUN... and --format, required */
#define OPTIONS_IMPORT	32u	/* FILE, --set and --vcpus-key */
#define OPTIONS_PER_VCPU 64u	/* --per-vcpu */
#define OPTIONS_PLOTS	128u	/* --plots */
#define OPTIONS_FIND	256u	/* [RUN...], --not and --kernel-id */

/**
 * options__parse - parse the arguments of a subcommand
 * @command: its name, for messages
 * @takes: OPTIONS_* bits
 * @argc: count of @argv
 * @argv: the subcommand's name and its arguments; reordered
 * @options: filled in, with defaults where nothing is said
 * @why: says what is wrong
 *
 * Return: 0 or -EINVAL. Prints nothing.
 */
int options__parse(const char *command, unsigned int takes, int argc,
		   char **argv, struct options *options, struct why *why);

/** options__help - print the usage of a subcommand on standard output */
void options__help(const char *command, unsigned int takes, const char *doc);

#endif
