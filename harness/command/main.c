// SPDX-License-Identifier: GPL-2.0-only
/* vcpuscale: judge stored results. Needs no KVM. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

/**
 * struct command - a subcommand
 * @name: what the user types
 * @takes: OPTIONS_* bits
 * @doc: one line for help; after a '\v', more lines
 * @run: returns an exit code, or a negative errno with a text
 */
static const struct command {
	const char *name;
	unsigned int takes;
	const char *doc;
	int (*run)(const struct options *o, struct why *why);
} commands[] = {
	{ "compare", OPTIONS_COMPARE | OPTIONS_FORMAT,
	  "compare two kernels' results\vBASE and HEAD are kernels (their newest run) or results files.\nExit codes: 0 no regression, 1 at least one regression, 2 an error or an invalid cell, 3 no regression but something is inconclusive.",
	  command__compare },
	{ "history", OPTIONS_HISTORY,
	  "where the cost changed over all stored runs\vExit codes: 0 no change for the worse, 1 at least one, 2 an error, 3 noisy runs too few to tell. With --output, tables for the plots are written instead.",
	  command__history },
	{ "noise", OPTIONS_COMPARE,
	  "what two runs of one kernel differ in\vPrints the report and stores its summary beside HEAD as <run>.noise, for other comparisons to quote. See make noise.",
	  command__noise },
	{ "enough", OPTIONS_COMPARE,
	  "are the intervals of two runs tight enough?\vExit codes: 0 every ratio is known to --threshold percent (default: 1), 2 an error, 3 measure more rounds.",
	  command__enough },
	{ "list", 0, "list the stored runs", command__list },
	{ "find", OPTIONS_FIND,
	  "print which stored file a name stands for\vRUN is a kernel (its newest run) or a results file; several are of one base, as with compare. Without RUN the newest run of all is found. Prints a line a run: path, base and kernel, separated by tabs.",
	  command__find },
	{ "cover-letter", OPTIONS_COMPARE,
	  "print a comparison to paste under a cover letter", command__cover },
	{ "tables", OPTIONS_COMPARE | OPTIONS_OUTPUT | OPTIONS_PER_VCPU,
	  "write the tables that the plots are drawn from", command__tables },
	{ "page", OPTIONS_COMPARE | OPTIONS_OUTPUT | OPTIONS_PLOTS,
	  "write a comparison as a page with its files (see make publish)",
	  command__page },
	{ "export", OPTIONS_EXPORT, "print runs in a format of others\vRUN is a kernel (its newest run) or a results file.",
	  command__export },
	{ "import", OPTIONS_IMPORT | OPTIONS_OUTPUT,
	  "make a results file of Go benchmark text", command__import },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(*commands))

static int print_help(void)
{
	size_t i;

	puts("Usage: vcpuscale COMMAND [OPTION...]\n"
	     "Judge performance results of KVM vCPU iteration.\n");
	for (i = 0; i < NR_COMMANDS; i++)
		printf("  %-14s %.*s\n", commands[i].name,
		       (int)strcspn(commands[i].doc, "\v"), commands[i].doc);
	puts("\n  --help         print this help\n"
	     "  --version      print the version\n\n"
	     "vcpuscale COMMAND --help prints a command's options.");
	return 0;
}

static int unknown_command(const char *name, struct why *why)
{
	char names[256] = "";
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++) {
		strcat(names, i ? ", " : "");
		strcat(names, commands[i].name);
	}
	if (!name)
		return why__set(why, EINVAL, "no command: name one of %s", names);
	return why__set(why, EINVAL, "'%.40s' is no command: name one of %s",
			name, names);
}

static int run_command(const struct command *command, int argc, char **argv,
		       struct why *why)
{
	struct options o;
	int err = options__parse(command->name, command->takes, argc, argv, &o,
				 why);

	if (err)
		return err;
	if (o.help) {
		options__help(command->name, command->takes, command->doc);
		return 0;
	}
	return command->run(&o, why);
}

static int run(int argc, char **argv, struct why *why)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	size_t i;

	if (name && !strcmp(name, "--help"))
		return print_help();
	if (name && !strcmp(name, "--version")) {
		puts("vcpuscale " VCPUSCALE_VERSION);
		return 0;
	}
	for (i = 0; name && i < NR_COMMANDS; i++) {
		if (!strcmp(name, commands[i].name))
			return run_command(&commands[i], argc - 1, argv + 1,
					   why);
	}
	return unknown_command(name, why);
}

int main(int argc, char **argv)
{
	struct why why = { "" };
	int code;

	/* A closed pipe is an error to report, not a reason to vanish. */
	signal(SIGPIPE, SIG_IGN);
	code = run(argc, argv, &why);
	errno = 0;
	if (ferror(stdout) | fclose(stdout)) {
		why.text[0] = '\0';
		code = why__set(&why, EIO, "standard output: %s: write elsewhere",
				errno ? strerror(errno) : "cannot be written");
	}
	if (code >= 0)
		return code;
	fprintf(stderr, "vcpuscale: %s\n",
		why.text[0] ? why.text : strerror(-code));
	return EXIT_ERROR;
}
