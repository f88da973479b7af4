/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * host-info.h - the head of a results file for the KVM of this machine.
 */
#ifndef RESULTS_HOST_INFO_H
#define RESULTS_HOST_INFO_H

#include <stdio.h>

#define HOST_INFO_CPU	256	/* bytes for host_info__cpu() */

/** host_info__print() - print the configuration lines that describe this machine */
void host_info__print(FILE *out);

/** host_info__cpu() - the CPU's model name, cut to @size bytes */
void host_info__cpu(char *cpu, size_t size);

#endif
