/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bypass.h - eventfds with an IRQ bypass producer, as an assigned device's interrupts
 * have them, by the module of harness/kernel/producer/.
 */
#ifndef LIB_BYPASS_H
#define LIB_BYPASS_H

#include <stdbool.h>

#define BYPASS_MODULE	"vcpuscale-producer"
#define BYPASS_FILE	"/proc/vcpuscale-producer"

/**
 * struct bypass - an eventfd and its producer
 * @eventfd:	for KVM_IRQFD
 * @file:	the producer exists until this is closed
 */
struct bypass {
	int eventfd;
	int file;
};

/** bypass__create() - 0 or a negative errno, -ENOENT without the module */
int bypass__create(struct bypass *b);

/** bypass__is_connected() - has KVM connected an irqfd to it? */
bool bypass__is_connected(const struct bypass *b);

/** bypass__destroy() - close both */
void bypass__destroy(struct bypass *b);

#endif
