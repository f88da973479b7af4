/* SPDX-License-Identifier: GPL-2.0-only */
/* testbeds.h - the testbeds that were built in. */
#ifndef TESTBED_MACHINE_TESTBEDS_H
#define TESTBED_MACHINE_TESTBEDS_H

#include <stddef.h>
#include <stdio.h>

#include "testbed/testbed.h"

/** testbeds__find() - by its name, NULL if there is none */
const struct testbed *testbeds__find(const char *name);

/** testbeds__default() - the machines that count instructions: any host can run them */
const struct testbed *testbeds__default(void);

/** testbeds__names() - "emulated, host and nested" */
void testbeds__names(char *text, size_t size);

/** testbeds__list() - a line for each: name, tab, summary */
void testbeds__list(FILE *out);

/** testbeds__describe() - lines "key=value" of one, for scripts */
void testbeds__describe(const struct testbed *t, FILE *out);

#endif
