/* SPDX-License-Identifier: GPL-2.0-only */
/* import-text.h - read Go benchmark text. */
#ifndef EXCHANGE_IMPORT_TEXT_H
#define EXCHANGE_IMPORT_TEXT_H

#include "import-store.h"

/**
 * struct import - the files, and the settings that Go's text lacks
 * @path: Go benchmark text
 * @output: results file to write; must not exist
 * @vcpus_key: the part of a name that counts vCPUs; NULL for "vcpus".
 *	       "gomaxprocs" also means Go's suffix "-N"
 * @settings: @nr_settings of "key=value"
 * @ignored: @nr_ignored keys that may change without another benchmark
 */
struct import {
	const char *path;
	const char *output;
	const char *vcpus_key;
	const char * const *settings;
	size_t nr_settings;
	const char * const *ignored;
	size_t nr_ignored;
};

/**
 * import__read() - read Go benchmark text into an empty @t
 *
 * Return: 0 or a negative errno; import__free() in any case.
 */
int import__read(struct import_text *t, const struct import *i,
		 struct why *why);

#endif
