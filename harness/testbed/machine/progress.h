/* SPDX-License-Identifier: GPL-2.0-only */
/* progress.h - what the user sees while machines work. */
#ifndef TESTBED_MACHINE_PROGRESS_H
#define TESTBED_MACHINE_PROGRESS_H

#include "machine.h"

/**
 * progress__show() - on a terminal, one line that is drawn anew; elsewhere, a
 * line for each step that a machine begins
 * @s:		what was asked for
 * @m:		the matrix
 * @machines:	those there are, @n of them
 */
void progress__show(const struct machine_options *s, const struct matrix *m,
		    const struct machine *machines, unsigned int n);

/** progress__clear() - take the line off the terminal */
void progress__clear(void);

#endif
