// SPDX-License-Identifier: GPL-2.0-only
/* options.c - parse the plugin's arguments, which vcpuscale-testbed gives. */
#include <stdlib.h>
#include <string.h>

#include "options.h"

const char *options__parse(struct plugin_options *o, int argc, char **argv)
{
	const char *cache = "", *wrong;
	int i;

	*o = (struct plugin_options){ .steps = "", .sizes = "", .caches = cache__default };
	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "out=", 4))
			o->out = argv[i] + 4;
		else if (!strncmp(argv[i], "steps=", 6))
			o->steps = argv[i] + 6;
		else if (!strncmp(argv[i], "sizes=", 6))
			o->sizes = argv[i] + 6;
		else if (!strncmp(argv[i], "cache=", 6))
			cache = argv[i] + 6;
		else if (!strncmp(argv[i], "tasks", 5))
			o->tasks = true;
		else if (!strncmp(argv[i], "check", 5))
			o->check = true;
		else
			return "wrong arguments: out=, steps=, sizes=, cache=, tasks= or check";
	}
	wrong = cache__parse(&o->caches, &cache);
	if (wrong)
		return wrong;
	return o->out || o->check ? NULL : "no out=: name a directory";
}

bool options__has(const char *list, long number)
{
	char *end;

	for (; *list; list = *end ? end + 1 : end) {
		if (strtol(list, &end, 10) == number && end != list)
			return true;
		if (end == list)
			return false;
	}
	return false;
}
