/* SPDX-License-Identifier: GPL-2.0-only */
/* pin.h - which CPU a vCPU's thread runs on. */
#ifndef VMM_PIN_H
#define VMM_PIN_H

#include <stdio.h>

/**
 * pin__setup() - choose CPUs, before there are threads
 * @list:	"2-5,8"; NULL for all that this process may use; "any" to pin none
 *
 * The calling thread, which carries out the VMM's own operations, goes to the
 * first CPU, vCPU 0 as well. The other vCPUs share the rest, so that nothing
 * runs beside vCPU 0; on one CPU there is no rest.
 *
 * Return: 0, or -EINVAL if @list is none or names a CPU that may not be used.
 */
int pin__setup(const char *list);

/** pin__thread() - the calling thread runs vCPU @index: to its CPU */
void pin__thread(unsigned int index);

/** pin__release() - in a child process: anywhere again */
void pin__release(void);

/** pin__print() - "pinned: vcpu0=2 others=3,4,5", or "pinned: no" */
void pin__print(FILE *out);

#endif
