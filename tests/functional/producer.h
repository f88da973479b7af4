/* SPDX-License-Identifier: GPL-2.0-only */
/* producer.h - the module that registers bypass producers, see producer/. */
#ifndef TESTS_PRODUCER_H
#define TESTS_PRODUCER_H

#include <stdbool.h>

#define PRODUCER_MODULE	"/vcpuscale-producer.ko"
#define PRODUCER_FILE	"/proc/vcpuscale-producer"

/** producer__works() - is the module there, and does this KVM connect producers? */
bool producer__works(void);

#endif
