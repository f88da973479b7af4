/* SPDX-License-Identifier: GPL-2.0-only */
/* noise.h - what a machine takes for a change when there is none. */
#ifndef REPORT_NOISE_H
#define REPORT_NOISE_H

#include <stdio.h>

#include "compare/noise.h"

/** noise__print() - the report, plain ASCII of 80 columns */
void noise__print(FILE *out, const struct noise *n);

/**
 * noise__store() - put the summary beside the head's results file, as <run>.noise
 *
 * Return: 0 or a negative errno.
 */
int noise__store(const struct noise *n, struct why *why);

#endif
