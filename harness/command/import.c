// SPDX-License-Identifier: GPL-2.0-only
/* import.c - vcpuscale import: make a results file of Go benchmark text. */
#include "options.h"

#include <errno.h>

#include "exchange/import.h"

#define MOST_SETTINGS	32	/* --set, at most */

enum { KEY_SET = 256, KEY_VCPUS_KEY, KEY_IGNORE };

/**
 * struct import_args - what the text does not tell
 * @vcpus_key: the part of a name that counts vCPUs, NULL when not given
 * @settings: @nr_settings of "key=value"
 * @ignored: @nr_ignored keys
 * @path: the text; the only one if @nr_files is 1
 */
struct import_args {
	struct command_options shared;
	const char *vcpus_key;
	const char *settings[MOST_SETTINGS];
	size_t nr_settings;
	const char *ignored[MOST_SETTINGS];
	size_t nr_ignored;
	const char *path;
	size_t nr_files;
};

static int complete(const struct import_args *a, struct why *why)
{
	if (a->nr_files != 1)
		return why__set(why, EINVAL, "%s: name one file of Go benchmark text",
				a->nr_files ? "too many files" : "no file");
	if (!a->shared.output)
		return why__set(why, EINVAL,
				"--output missing: say where to write, e.g. --output=results/B/K/T/R.txt");
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options_parse *p = state->input;
	struct import_args *a = p->args;

	switch (key) {
	case KEY_SET:
		if (a->nr_settings == MOST_SETTINGS)
			return -why__set(p->why, EINVAL, "--set=%.40s: too many: at most %d",
					 arg, MOST_SETTINGS);
		a->settings[a->nr_settings++] = arg;
		return 0;
	case KEY_IGNORE:
		if (a->nr_ignored == MOST_SETTINGS)
			return -why__set(p->why, EINVAL, "--ignore=%.40s: too many: at most %d",
					 arg, MOST_SETTINGS);
		a->ignored[a->nr_ignored++] = arg;
		return 0;
	case KEY_VCPUS_KEY:
		a->vcpus_key = arg;
		return 0;
	case ARGP_KEY_ARG:
		a->path = arg;
		a->nr_files++;
		return 0;
	case ARGP_KEY_END:
		return p->help ? 0 : -complete(a, p->why);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run(const void *args, struct why *why)
{
	const struct import_args *a = args;

	return import__run(&(struct import){
		.path = a->path, .output = a->shared.output,
		.vcpus_key = a->vcpus_key, .settings = a->settings,
		.nr_settings = a->nr_settings, .ignored = a->ignored,
		.nr_ignored = a->nr_ignored }, why);
}

static const struct argp_option options[] = {
	{ "set", KEY_SET, "KEY=VALUE", 0,
	  "what the text does not tell, e.g. --set=kernel=patched; can be repeated", 0 },
	{ "vcpus-key", KEY_VCPUS_KEY, "KEY", 0,
	  "the part of a name that counts vCPUs, /KEY=N (default: vcpus); gomaxprocs also is Go's suffix -N", 0 },
	{ "ignore", KEY_IGNORE, "KEY", 0,
	  "a key that changes in the text and makes no other benchmark, e.g. --ignore=date; can be repeated", 0 },
	{ 0 }
};

COMMAND(import) = {
	.name = "import",
	.doc = "make a results file of Go benchmark text",
	.operands = "FILE",
	.shared = { &options__output },
	.options = options,
	.parser = parse,
	.size = sizeof(struct import_args),
	.run = run,
};
