/* SPDX-License-Identifier: GPL-2.0-only */
/* list.h - what is stored: one line a run. */
#ifndef REPORT_LIST_H
#define REPORT_LIST_H

#include <stdio.h>

#include "lib/why.h"

/**
 * list__print() - every stored run, damaged ones with the reason
 * @dir: holds <kernel>/<testbed>/<run>.txt
 *
 * Return: 0, or a negative errno when @dir cannot be read.
 */
int list__print(FILE *out, const char *dir, struct why *why);

#endif
