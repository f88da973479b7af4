/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fatal.h - the one way out of vcpuscale-testbed when it cannot go on.
 */
#ifndef TESTBED_MACHINE_FATAL_H
#define TESTBED_MACHINE_FATAL_H

#include <stddef.h>

/**
 * fatal() - say what is wrong and what to do, clean up, exit with 2
 * @what:	what is wrong
 * @advice:	what to do about it
 */
void fatal(const char *what, const char *advice) __attribute__((noreturn));

/** fatal__errno() - the same for a file or program @what, with errno's text */
void fatal__errno(const char *what, const char *advice) __attribute__((noreturn));

/** fatal__calloc() - zeroed memory, or the end */
void *fatal__calloc(size_t n, size_t size);

/** fatal__cleanup - what to call before the end; set by main() */
extern void (*fatal__cleanup)(void);

#endif
