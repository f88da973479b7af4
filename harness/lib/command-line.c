// SPDX-License-Identifier: GPL-2.0-only
/* command-line.c - numbers, lists and choices that a user gives, or why not. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command-line.h"

#define EXIT_WRONG	2

const char *argp_program_version;
error_t argp_err_exit_status = EXIT_WRONG;

int command_line__parse(const struct argp *argp, const char *program, int argc, char **argv,
			void *options, struct why *why)
{
	static char version[64];
	struct command_line input = { .options = options, .why = why };

	snprintf(version, sizeof(version), "%s %s", program, VCPUSCALE_VERSION);
	argp_program_version = version;
	return argp_parse(argp, argc, argv, 0, NULL, &input);
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
