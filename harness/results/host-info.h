/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * host-info.h - the head of a results file for the KVM of this machine.
 */
#ifndef RESULTS_HOST_INFO_H
#define RESULTS_HOST_INFO_H

#include <stdio.h>

/** host_info__print() - print the configuration lines that describe this machine */
void host_info__print(FILE *out);

/** host_info__cpu() - print the CPU's model name, without a line's end */
void host_info__cpu(FILE *out);

#endif
