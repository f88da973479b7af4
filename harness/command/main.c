// SPDX-License-Identifier: GPL-2.0-only
/* main.c - vcpuscale: judge stored results. Needs no KVM. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

TABLE(commands, struct command);

static int print_help(void)
{
	const struct command *c;

	puts("Usage: vcpuscale COMMAND [OPTION...]\n"
	     "Judge performance results of KVM vCPU iteration.\n");
	for (c = table__next(&commands, NULL); c; c = table__next(&commands, c))
		printf("  %-14s %.*s\n", c->name, (int)strcspn(c->doc, "\v"), c->doc);
	puts("\n  --help         print this help\n"
	     "  --version      print the version\n\n"
	     "vcpuscale COMMAND --help prints a command's options.");
	return 0;
}

static int unknown_command(const char *name, struct why *why)
{
	char names[256];

	table__names(&commands, ", ", names, sizeof(names));
	if (!name)
		return why__set(why, EINVAL, "no command: name one of %s", names);
	return why__set(why, EINVAL, "'%.40s' is no command: name one of %s",
			name, names);
}

static int run_command(const struct command *command, int argc, char **argv,
		       struct why *why)
{
	void *args;
	int err = options__parse(command, argc, argv, &args, why);

	if (!err && args)
		err = command->run(args, why);
	free(args);
	return err;
}

static int run(int argc, char **argv, struct why *why)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	const struct command *command;

	if (name && !strcmp(name, "--help"))
		return print_help();
	if (name && !strcmp(name, "--version")) {
		puts("vcpuscale " VCPUSCALE_VERSION);
		return 0;
	}
	command = name ? table__find(&commands, name) : NULL;
	if (!command)
		return unknown_command(name, why);
	return run_command(command, argc - 1, argv + 1, why);
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
