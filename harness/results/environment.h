/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * environment.h - settings of this machine that times depend on.
 */
#ifndef RESULTS_ENVIRONMENT_H
#define RESULTS_ENVIRONMENT_H

#include <stdio.h>

/**
 * environment__print() - "key: value" lines of a results file, and warnings
 *
 * The keys are governor, turbo, smt, mitigations, isolated-cpus and load, each
 * "unknown" where the kernel does not report it. A setting that makes times vary
 * gets a line "# warning: ...". Nothing is changed.
 */
void environment__print(FILE *out);

/** environment__warn() - the warnings alone, each a line that begins with @prefix */
void environment__warn(FILE *out, const char *prefix);

#endif
