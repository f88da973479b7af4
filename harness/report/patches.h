/* SPDX-License-Identifier: GPL-2.0-only */
/* patches.h - a series patch by patch: text to reply with, and JSON. */
#ifndef REPORT_PATCHES_H
#define REPORT_PATCHES_H

#include <stdio.h>

#include "compare/patches.h"

/**
 * patches__print() - 72 columns of plain ASCII, the verdict first
 * @p: compared
 *
 * Return: 0 or -ENOMEM; whether @out took it is for its owner to check.
 */
int patches__print(FILE *out, const struct patches *p, struct why *why);

/** patches__print_json() - the schema vcpuscale-series/1, see docs/series.md; likewise */
int patches__print_json(FILE *out, const struct patches *p, struct why *why);

#endif
