/* SPDX-License-Identifier: GPL-2.0-only */
/* import.h - make a results file of Go benchmark text. */
#ifndef EXCHANGE_IMPORT_H
#define EXCHANGE_IMPORT_H

#include "import-text.h"

/**
 * import__run() - make a results file of Go benchmark text
 *
 * The file appears whole or not at all, and is one that results__load() takes.
 *
 * Return: 0 or a negative errno.
 */
int import__run(const struct import *i, struct why *why);

#endif
