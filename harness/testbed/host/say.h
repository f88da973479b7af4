/* SPDX-License-Identifier: GPL-2.0-only */
/* say.h - how far vcpuscale-host is; errors are in struct why. */
#ifndef TESTBED_HOST_SAY_H
#define TESTBED_HOST_SAY_H

#include <stdio.h>

#define say(fmt, ...)	fprintf(stderr, "vcpuscale: " fmt "\n", ##__VA_ARGS__)

/** EXIT_REFUSED - nothing was done, or it was undone */
#define EXIT_REFUSED	2
/** EXIT_LOST - the saved modules could not be put back */
#define EXIT_LOST	5

#endif
