// SPDX-License-Identifier: GPL-2.0-only
/* command-line.c - numbers, lists and choices that a user gives, or why not. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "command-line.h"

#define EXIT_WRONG	2

const char *argp_program_version;
error_t argp_err_exit_status = EXIT_WRONG;

/**
 * struct wrapped - the input of a program's parser, and of the one around it
 * @input:	the program's
 * @program:	its name
 */
struct wrapped {
	struct command_line input;
	const char *program;
};

static error_t parse_around(int key, char *arg, struct argp_state *state)
{
	struct wrapped *w = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &w->input;
		return 0;
	case ARGP_KEY_ERROR:
		/* Keeps the text of whoever has refused before. */
		why__set(w->input.why, EINVAL, "%.80s: no option of %s, or its value is missing: see %s --help",
			 state->argv[state->next - 1], w->program, w->program);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static bool asks_about_itself(int argc, char **argv)
{
	static const char * const options[] = { "--help", "-?", "--usage", "--version", "-V" };
	size_t i;
	int arg;

	for (arg = 1; arg < argc; arg++)
		for (i = 0; i < sizeof(options) / sizeof(*options); i++)
			if (!strcmp(argv[arg], options[i]))
				return true;
	return false;
}

/* argp's own messages span two lines and name no remedy. */
int command_line__parse(const struct argp *argp, const char *program, int argc, char **argv,
			void *options, struct why *why)
{
	static char version[64];
	struct wrapped w = { .input = { .options = options, .why = why }, .program = program };
	const struct argp_child children[] = { { .argp = argp }, { 0 } };
	const struct argp around = { .parser = parse_around, .children = children };

	snprintf(version, sizeof(version), "%s %s", program, VCPUSCALE_VERSION);
	argp_program_version = version;
	if (asks_about_itself(argc, argv))
		return argp_parse(argp, argc, argv, 0, NULL, &w.input);
	return argp_parse(&around, argc, argv, ARGP_NO_EXIT | ARGP_NO_ERRS | ARGP_NO_HELP, NULL, &w);
}

int command_line__refuse(struct why *why, const char *what, const char *value,
			 const char *advice)
{
	return why__set(why, EINVAL, "%s %.200s: %s", what, value, advice);
}

int command_line__number(unsigned int *n, const char *what, const char *text, unsigned int max,
			 struct why *why)
{
	*n = numbers__whole(text, max);
	if (*n)
		return 0;
	return why__set(why, EINVAL, "%s %.200s: give a whole number of 1 to %u", what, text, max);
}

int command_line__sizes(struct number_list *list, const char *text, unsigned int max,
			struct why *why)
{
	int err = numbers__list(list, text, max);

	if (err == -E2BIG)
		return why__set(why, EINVAL, "vCPU counts from the %uth on: %s: give fewer",
				list->room + 1, list->wrong);
	if (err)
		return why__set(why, EINVAL, "vCPU count %s: give whole numbers of 1 to %u",
				list->wrong, max);
	return 0;
}

int command_line__choose(const char *what, const char *text, const char *first,
			 const char *second, struct why *why)
{
	if (!strcmp(text, first))
		return 0;
	if (!strcmp(text, second))
		return 1;
	return why__set(why, EINVAL, "%s %.200s: give %s or %s", what, text, first, second);
}

int command_line__fail(const struct why *why)
{
	if (why->text[0])
		fprintf(stderr, "vcpuscale: %s\n", why->text);
	return EXIT_WRONG;
}
