/* SPDX-License-Identifier: GPL-2.0-only */
/* users.h - who uses KVM. */
#ifndef TESTBED_HOST_USERS_H
#define TESTBED_HOST_USERS_H

#include <stddef.h>

/**
 * users__name() - the processes that have /dev/kvm, a VM or a vCPU open
 * @text:	gets "NAME (pid N), ...", empty if there are none
 * @size:	of @text
 *
 * Return: how many there are.
 */
unsigned int users__name(char *text, size_t size);

#endif
