/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the plugin's arguments. */
#ifndef EMULATED_PLUGIN_OPTIONS_H
#define EMULATED_PLUGIN_OPTIONS_H

#include <stdbool.h>

#include "cache.h"

/**
 * struct plugin_options - what QEMU was given behind the plugin's name
 * @out:	directory that profiles go to, in one of their step
 * @steps:	steps to profile, as "0+2"
 * @sizes:	numbers of vCPUs to profile, likewise
 * @caches:	what is simulated
 * @tasks:	profile cells that are timed by all tasks, or that wait, as well
 * @check:	end QEMU with 0 if the plugin could work
 */
struct plugin_options {
	const char *out;
	const char *steps;
	const char *sizes;
	struct cache_sizes caches;
	bool tasks;
	bool check;
};

/** options__parse() - NULL, or what is wrong */
const char *options__parse(struct plugin_options *o, int argc, char **argv);

/** options__has() - is a number in a list such as "1+255"? */
bool options__has(const char *list, long number);

#endif
