/* SPDX-License-Identifier: GPL-2.0-only */
/* symbols.h - process 1's: send the kernel's symbols at the addresses of the measurement. */
#ifndef TESTBED_MACHINE_SYMBOLS_H
#define TESTBED_MACHINE_SYMBOLS_H

/**
 * symbols__note() - note where modules were loaded to
 * @step:	that they were loaded for, by MODULES of the plan
 * @dir:	MODULES
 *
 * Asks the kernel whether symbols will be wanted or not: so a machine executes the
 * same instructions either way.
 */
void symbols__note(int step, const char *dir);

/** symbols__send_all() - after the plan, if they are wanted; load(dir) and unload() modules */
void symbols__send_all(void (*load)(const char *dir), void (*unload)(void));

#endif
